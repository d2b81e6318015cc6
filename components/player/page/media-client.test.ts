// Media grants: fetched once for many, renewed in time, and again when the server refuses one.
import { describe, expect, it, vi } from 'vitest';
import { MediaClient } from './media-client';

const signal = new AbortController().signal;

function studio(answer: (url: string) => Response = () => new Response('abc')) {
  let now = Date.parse('2030-01-01T00:00:00Z');
  let issued = 0;
  const getGrants = vi.fn(async () => {
    issued += 1;
    const expires_at = new Date(now + 300_000).toISOString();
    return { sources: [{ source_id: 'song', token: `t${issued}`, expires_at }] };
  });
  const fetched: string[] = [];
  const fetch = async (url: string | URL | Request) => {
    fetched.push(String(url));
    return answer(String(url));
  };
  const client = new MediaClient({ projectId: 'p 1', getGrants, fetch, now: () => now });
  client.setSources([{ id: 'vocals', sourceId: 'song' }]);
  return {
    client,
    getGrants,
    fetched,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

describe('MediaClient', () => {
  it('asks for grants once, however many segments want one', async () => {
    const { client, getGrants, fetched } = studio();
    await Promise.all([0, 1, 2].map((index) => client.fetchSegment('vocals', index, signal)));
    await client.fetchPeaks('vocals', signal);
    expect(getGrants.mock.calls).toEqual([['p 1']]);
    expect(fetched).toEqual([
      '/api/v1/media/t1/vocals/0.flac',
      '/api/v1/media/t1/vocals/1.flac',
      '/api/v1/media/t1/vocals/2.flac',
      '/api/v1/media/t1/vocals/peaks',
    ]);
  });

  it('renews a grant shortly before it runs out', async () => {
    const { client, fetched, wait } = studio();
    await client.fetchSegment('vocals', 0, signal);
    wait(279_000);
    await client.fetchSegment('vocals', 1, signal);
    wait(2000);
    await client.fetchSegment('vocals', 2, signal);
    expect(fetched.map((url) => url.split('/')[4])).toEqual(['t1', 't1', 't2']);
  });

  it.each([
    ['forged', 403],
    ['of another source', 404],
    ['over by the clock of the server', 410],
  ])('renews a grant that is %s once, for all who were refused', async (_, status) => {
    const refuseFirst = (url: string) =>
      url.includes('/t1/') ? new Response('{}', { status }) : new Response('ok');
    const { client, getGrants } = studio(refuseFirst);
    const all = [0, 1, 2, 3].map((index) => client.fetchSegment('vocals', index, signal));
    expect((await Promise.all(all)).map((bytes) => bytes.byteLength)).toEqual([2, 2, 2, 2]);
    expect(getGrants).toHaveBeenCalledTimes(2);
  });

  it('passes on what the server says when it refuses again', async () => {
    const detail = 'You were removed from this project.';
    const { client } = studio(() => new Response(JSON.stringify({ detail }), { status: 403 }));
    await expect(client.fetchSegment('vocals', 0, signal)).rejects.toThrow(detail);
    await expect(client.fetchSegment('tuba', 0, signal)).rejects.toThrow('does not belong');
  });

  it('has segments sent through the studio once the storage is out of reach', async () => {
    const cross = (url: string) => {
      if (!url.endsWith('?via=studio')) throw new TypeError('Failed to fetch');
      return new Response('abc');
    };
    const { client, fetched } = studio(cross);
    await client.fetchSegment('vocals', 0, signal);
    await client.fetchSegment('vocals', 1, signal);
    expect(fetched.map((url) => url.split('/').at(-1))).toEqual([
      '0.flac',
      '0.flac?via=studio',
      '1.flac?via=studio',
    ]);
  });

  it('says that the studio cannot be reached when neither way leads there', async () => {
    const { client } = studio(() => {
      throw new TypeError('Failed to fetch');
    });
    await expect(client.fetchSegment('vocals', 0, signal)).rejects.toThrow('cannot be reached');
  });

  it('lets an abort through as an abort', async () => {
    const { client } = studio();
    await expect(client.fetchSegment('vocals', 0, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
