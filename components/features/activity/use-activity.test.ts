// The activity list in the cache: read at once when the tab opens, paced while events arrive, older pages kept.
import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refresh } from '@/components/api/query';
import { createQueryClient } from '@/components/api/query-client';
import { activityOf } from './use-activity';

const query = activityOf('p');

const entry = (id: string, second: number) => ({
  id,
  kind: 'mix',
  actor: null,
  text: 'did something.',
  place: null,
  at: new Date(second * 1000).toISOString(),
});

/** An open tab; `page` is what the server has on its first page. */
async function openTab() {
  const server = { page: [entry('b', 2), entry('a', 1)], next: 'older' as string | null };
  const send = vi.fn(async () => Response.json({ activity: server.page, next: server.next }));
  vi.stubGlobal('fetch', send);
  const client = createQueryClient();
  const close = new QueryObserver(client, query).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  const ids = () => client.getQueryData(query.queryKey)?.entries.map(({ id }) => id);
  return { server, send, client, close, ids };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is read at once when the tab opens', async () => {
  const { ids, send } = await openTab();
  expect(ids()).toEqual(['b', 'a']);
  expect(send).toHaveBeenCalledTimes(1);
});

it('several updates in quick succession are read once', async () => {
  const { server, client, ids, send } = await openTab();
  server.page = [entry('c', 3), entry('b', 2)];
  for (let update = 0; update < 3; update++) void refresh(client, query);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ids()).toEqual(['c', 'b', 'a']);
  expect(send).toHaveBeenCalledTimes(2);
});

it('an update keeps older pages that were loaded, and where to go on', async () => {
  const { server, client, ids } = await openTab();
  client.setQueryData(
    query.queryKey,
    (known) => known && { entries: [...known.entries, entry('0', 0)], next: 'oldest' },
  );
  server.page = [entry('c', 3), entry('b', 2)];
  void refresh(client, query);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ids()).toEqual(['c', 'b', 'a', '0']);
  expect(client.getQueryData(query.queryKey)?.next).toBe('oldest');
});

it('a closed tab sends no request for an update that was waiting', async () => {
  const { client, close, send } = await openTab();
  void refresh(client, query);
  close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(send).toHaveBeenCalledTimes(1);
});
