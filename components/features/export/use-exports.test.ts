// Exports in the cache: live events of a render move its entry along, and its end reads the list again where it is open.
import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryOf } from '@/components/api/query';
import { createQueryClient } from '@/components/api/query-client';
import { listMixes, type Mix } from '@/contract/http/mixes';
import type { JobEvent } from '@/document/wire/events';
import { moveExports } from './use-exports';

const query = queryOf(listMixes, { id: 'p' });

const event = (state: JobEvent['state'], name: JobEvent['name'] = 'render-mix') =>
  ({ projectId: 'p', mixId: 'b', name, state, stage: 'mixing', progress: 0.5 }) as JobEvent;

/** A dialog with two exports, neither of which has begun. */
function openDialog(isOpen: boolean) {
  const client = createQueryClient();
  const mixes = ['a', 'b'].map((id) => ({ mix_id: id, status: 'queued', progress: 0 }) as Mix);
  client.setQueryData(query.queryKey, { mixes });
  const options = { ...query, enabled: isOpen, staleTime: Number.POSITIVE_INFINITY };
  new QueryObserver(client, options).subscribe(() => undefined);
  return {
    client,
    shown: () => client.getQueryData(query.queryKey)?.mixes.map(({ status, progress }) => [status, progress]),
  };
}

const send = vi.fn((_url: string) => new Promise<Response>(() => undefined));
beforeEach(() => {
  send.mockClear();
  vi.stubGlobal('fetch', send);
});
afterEach(() => void vi.unstubAllGlobals());

it('a running render moves its own export and asks for nothing', () => {
  const { client, shown } = openDialog(true);
  moveExports(client, event('running'));
  expect(shown()).toEqual([
    ['queued', 0],
    ['processing', 0.5],
  ]);
  expect(send).not.toHaveBeenCalled();
});

it.each([
  [true, 1],
  [false, 0],
])('a render that ended, with the dialog open: %s, asks %i times', (isOpen, times) => {
  const { client } = openDialog(isOpen);
  moveExports(client, event('done'));
  expect(send).toHaveBeenCalledTimes(times);
});

it('another job changes nothing', () => {
  const { client, shown } = openDialog(true);
  const before = shown();
  moveExports(client, event('done', 'separation'));
  expect(shown()).toEqual(before);
  expect(send).not.toHaveBeenCalled();
});
