// What live events say about what a page has fetched: which of it is to be read again.
import type { QueryClient } from '@tanstack/react-query';
import { readActivity } from '@/contract/http/activity';
import { getProject } from '@/contract/http/projects';
import { getBeats } from '@/contract/http/separation';
import { listSets } from '@/contract/http/sets';
import { listSources } from '@/contract/http/sources';
import { listTracks } from '@/contract/http/tracks';
import { listVersions } from '@/contract/http/versions';
import type { ChangeEvent } from '@/document/wire/events';
import { keyOf, refresh } from '../api/query';

const READINGS = {
  activity: readActivity,
  versions: listVersions,
  tracks: listTracks,
  sources: listSources,
  beats: getBeats,
  sets: listSets,
} as const;

/** Something of a project has changed. */
export function refreshChanged(client: QueryClient, { of, projectId: id }: ChangeEvent): void {
  void refresh(client, { queryKey: keyOf(READINGS[of], { id }) });
}

/** The live events of a project begin, at first or after a gap: any of it may have changed since it was read. */
export function refreshProject(client: QueryClient, id: string): void {
  void refresh(client, { queryKey: keyOf(getProject, { id }) }, { below: true });
}
