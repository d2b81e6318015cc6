// Which pages may open sockets.
import { expect, it } from 'vitest';
import { isOwnOrigin } from './origin';

const PUBLIC = 'https://studio.example';

it.each([
  ['https://studio.example', 'studio.example', true],
  ['http://localhost:3000', '127.0.0.1:3000', true],
  ['http://[::1]:3000', 'localhost:3000', true],
  ['http://localhost:3001', 'localhost:3000', false],
  ['http://studio.example', 'studio.example', false],
  ['https://evil.example', 'evil.example', false],
  ['http://localhost.evil.example:3000', 'localhost:3000', false],
  ['http://localhost:3000', 'evil.example:3000', false],
  ['http://localhost:3000', undefined, false],
  ['null', 'localhost:3000', false],
  ['', 'localhost:3000', false],
])('origin %s at host %s: %s', (origin, host, expected) => {
  expect(isOwnOrigin(origin, host, PUBLIC)).toBe(expected);
});
