// Live events and what was fetched: a change reads its own list again, a gap everything of that project.
import { QueryObserver, type QueryObserverOptions } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { listMembers } from '@/contract/http/members';
import { getProject, listProjects } from '@/contract/http/projects';
import { getBeats } from '@/contract/http/separation';
import { listSets } from '@/contract/http/sets';
import { listSources } from '@/contract/http/sources';
import { listTracks } from '@/contract/http/tracks';
import { queryOf } from '../api/query';
import { createQueryClient } from '../api/query-client';
import { refreshChanged, refreshProject } from './refresh-live';

const SHOWN = [
  queryOf(listProjects, {}),
  ...['a', 'b'].flatMap((id) => [
    queryOf(getProject, { id }),
    queryOf(listMembers, { id }),
    queryOf(listTracks, { id }),
    queryOf(listSources, { id }),
    queryOf(getBeats, { id }),
    queryOf(listSets, { id }),
  ]),
];

/** A page that shows two projects, and the addresses that it reads from then on. */
function openPage() {
  const client = createQueryClient();
  const send = vi.fn((_url: string) => new Promise<Response>(() => undefined));
  vi.stubGlobal('fetch', send);
  for (const query of SHOWN)
    new QueryObserver(client, query as QueryObserverOptions).subscribe(() => undefined);
  send.mockClear();
  return { client, read: () => send.mock.calls.map(([url]) => url.replace('/api/v1/projects', '')).sort() };
}

afterEach(() => void vi.unstubAllGlobals());

it('a changed list is read again, that of its project alone', () => {
  const { client, read } = openPage();
  refreshChanged(client, { projectId: 'a', of: 'tracks' });
  expect(read()).toEqual(['/a/tracks']);
  refreshChanged(client, { projectId: 'b', of: 'sources' });
  refreshChanged(client, { projectId: 'b', of: 'beats' });
  expect(read()).toEqual(['/a/tracks', '/b/beats', '/b/sources']);
});

it('a change of what the page does not show reads nothing', () => {
  const { client, read } = openPage();
  refreshChanged(client, { projectId: 'a', of: 'versions' });
  expect(read()).toEqual([]);
});

it('after a gap everything of the project is read again, once', () => {
  const { client, read } = openPage();
  refreshProject(client, 'b');
  expect(read()).toEqual(['/b', '/b/beats', '/b/members', '/b/sets', '/b/sources', '/b/tracks']);
});
