// Whose word counts about where a request comes from.
import type { IncomingMessage } from 'node:http';
import { expect, it, vi } from 'vitest';
import { clientAddress, nameClientAddress } from './client-address';
import { recordProxy } from './proxy-record';

vi.mock('./proxy-record', () => ({ recordProxy: vi.fn() }));

const requestWith = (forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: '192.0.2.7' },
  }) as unknown as IncomingMessage;

it.each([
  ['a client that makes one up', '203.0.113.9', false, '192.0.2.7'],
  ['a client that says nothing', undefined, false, '192.0.2.7'],
  ['a trusted proxy', '203.0.113.9', true, '203.0.113.9'],
  ['a direct request past a trusted proxy', undefined, true, '192.0.2.7'],
])('names the address of %s', (_, forwarded, trustProxy, expected) => {
  const request = requestWith(forwarded);
  nameClientAddress(request, trustProxy);
  expect(request.headers['x-forwarded-for']).toBe(expected);
  expect(vi.mocked(recordProxy).mock.calls).toEqual(forwarded && !trustProxy ? [['192.0.2.7']] : []);
  vi.mocked(recordProxy).mockClear();
});

it.each([
  ['a client that makes one up', '203.0.113.9', false, '192.0.2.7'],
  [
    'a trusted proxy that appends to what the client made up',
    '203.0.113.9, 198.51.100.4',
    true,
    '198.51.100.4',
  ],
  ['a direct request past a trusted proxy', undefined, true, '192.0.2.7'],
])('gives the address of %s', (_, forwarded, trustProxy, expected) => {
  expect(clientAddress(requestWith(forwarded), trustProxy)).toBe(expected);
});
