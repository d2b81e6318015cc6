// Queries of operations: their keys, what a failure says, and reading again after a change.
import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { operation } from '@/contract/http/operation';
import { messageOf, OFFLINE_MESSAGE } from './problem';
import { keyOf, queryOf, refresh } from './query';
import { createQueryClient } from './query-client';

const shelf = operation({
  method: 'get',
  path: '/shelves/{id}',
  summary: 'Look at a shelf.',
  access: 'session',
  answer: { status: 200, schema: z.object({ books: z.array(z.string()) }) },
});
const notes = operation({
  method: 'get',
  path: '/shelves/{id}/books/{book}/notes',
  summary: 'Read the notes.',
  access: 'session',
  query: z.object({ before: z.string().optional() }),
  answer: { status: 200, schema: z.object({ notes: z.array(z.string()) }) },
});

/** Requests that are answered by hand, in the order in which they were sent. */
function openRequests() {
  const requests: {
    readonly url: string;
    readonly signal: AbortSignal | null;
    answer(response: Response): void;
  }[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(
      (url: string, { signal = null }: RequestInit) =>
        new Promise<Response>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          requests.push({ url, signal, answer: resolve });
        }),
    ),
  );
  return requests;
}

const books = (...titles: string[]) => Response.json({ books: titles });
const refusal = (status: number, detail: string) => Response.json({ status, detail }, { status });

let client: QueryClient;
let close: (() => void)[] = [];

/** Shows a query as a component does, until the test ends. */
function show(id: string, enabled = true) {
  const observer = new QueryObserver(client, { ...queryOf(shelf, { id }), enabled });
  close.push(observer.subscribe(() => undefined));
  return observer;
}

beforeEach(() => {
  client = createQueryClient();
  client.mount();
});
afterEach(() => {
  for (const each of close) each();
  close = [];
  client.unmount();
  client.clear();
  vi.unstubAllGlobals();
});

describe('keyOf', () => {
  it('is the filled path in parts, then the query', () => {
    const input = { id: 'a/b', book: 'c' };
    expect(keyOf(notes, input)).toEqual(['shelves', 'a/b', 'books', 'c', 'notes']);
    expect(keyOf(notes, { ...input, query: { before: 'x' } })).toEqual([
      'shelves',
      'a/b',
      'books',
      'c',
      'notes',
      { before: 'x' },
    ]);
  });

  it('of a thing begins the keys of what is below it, and of no other thing', () => {
    const below = keyOf(notes, { id: 'a', book: 'c' });
    expect(below.slice(0, 2)).toEqual(keyOf(shelf, { id: 'a' }));
    expect(below.slice(0, 2)).not.toEqual(keyOf(shelf, { id: 'b' }));
  });
});

describe('queryOf', () => {
  it('reads once for all who show it, and gives the checked answer', async () => {
    const requests = openRequests();
    const [one, other] = [show('a'), show('a')];
    requests[0]?.answer(books('Emma'));
    await vi.waitFor(() => expect(one.getCurrentResult().data).toEqual({ books: ['Emma'] }));
    expect(other.getCurrentResult().data).toBe(one.getCurrentResult().data);
    expect(requests.map(({ url }) => url)).toEqual(['/api/v1/shelves/a']);
  });

  it.each([
    [403, 'Only its owner may look.'],
    [503, 'The database does not answer.'],
  ])('shows the sentence of a refusal with %i at once and asks no second time', async (status, sentence) => {
    const requests = openRequests();
    const observer = show('a');
    requests[0]?.answer(refusal(status, sentence));
    await vi.waitFor(() => expect(messageOf(observer.getCurrentResult().error)).toBe(sentence));
    expect(observer.getCurrentResult().fetchStatus).toBe('idle');
    expect(requests).toHaveLength(1);
  });

  it('says that the studio cannot be reached where the network is gone, instead of waiting for it', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    vi.stubGlobal('navigator', { onLine: false });
    const observer = show('a');
    await vi.waitFor(() => expect(messageOf(observer.getCurrentResult().error)).toBe(OFFLINE_MESSAGE));
  });

  it('keeps what was read, beside the sentence, when reading it again fails', async () => {
    const requests = openRequests();
    const observer = show('a');
    requests[0]?.answer(books('Emma'));
    await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
    const done = refresh(client, queryOf(shelf, { id: 'a' }));
    requests[1]?.answer(refusal(500, 'That failed.'));
    await done;
    const { data, error } = observer.getCurrentResult();
    expect([data, messageOf(error)]).toEqual([{ books: ['Emma'] }, 'That failed.']);
  });

  it('abandons a request that nobody waits for any more', async () => {
    const requests = openRequests();
    show('a');
    for (const each of close) each();
    expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true]);
    expect(client.getQueryState(keyOf(shelf, { id: 'a' }))).toMatchObject({
      fetchStatus: 'idle',
      error: null,
    });
  });
});

describe('refresh', () => {
  it('reads anew what is shown, and keeps the object where nothing has changed', async () => {
    const requests = openRequests();
    const observer = show('a');
    requests[0]?.answer(books('Emma'));
    await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
    const { data } = observer.getCurrentResult();
    const done = refresh(client, queryOf(shelf, { id: 'a' }));
    requests[1]?.answer(books('Emma'));
    await done;
    expect(observer.getCurrentResult().data).toBe(data);
  });

  it('abandons a first reading under way, whose answer may be older than the change', async () => {
    const requests = openRequests();
    const observer = show('a');
    const done = refresh(client, queryOf(shelf, { id: 'a' }));
    expect(requests).toHaveLength(2);
    expect(requests[0]?.signal?.aborted).toBe(true);
    requests[1]?.answer(books('Emma', 'Persuasion'));
    await done;
    expect(observer.getCurrentResult().data).toEqual({ books: ['Emma', 'Persuasion'] });
  });

  it('reads what is not shown when it is shown, not before', async () => {
    const requests = openRequests();
    const observer = show('a', false);
    await refresh(client, queryOf(shelf, { id: 'a' }));
    expect(requests).toHaveLength(0);
    observer.setOptions({ ...queryOf(shelf, { id: 'a' }), enabled: true });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [false, ['/api/v1/shelves/a']],
    [true, ['/api/v1/shelves/a', '/api/v1/shelves/a/books/c/notes']],
  ])('with what is below it: %s', async (below, urls) => {
    const requests = openRequests();
    const read = (id: string) => new QueryObserver(client, queryOf(notes, { id, book: 'c' }));
    close.push(...['a', 'b'].map((id) => read(id).subscribe(() => undefined)));
    show('a');
    const before = requests.length;
    void refresh(client, queryOf(shelf, { id: 'a' }), { below });
    expect(
      requests
        .slice(before)
        .map(({ url }) => url)
        .sort(),
    ).toEqual(urls);
  });
});
