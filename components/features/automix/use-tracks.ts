// The tracks that the studio stores for a project, read again whenever an analysis completes.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import type { AnswerOf } from '@/contract/http/operation';
import { listTracks, type Track } from '@/contract/http/tracks';

export interface TracksState {
  /** By id; null until they have been read. */
  readonly tracks: ReadonlyMap<string, Track> | null;
  readonly error: string | null;
  readonly reload: () => void;
}

const byId = ({ tracks }: AnswerOf<typeof listTracks>): ReadonlyMap<string, Track> =>
  new Map(tracks.map((track) => [track.id, track]));

export function useTracks(projectId: string): TracksState {
  const client = useQueryClient();
  const query = queryOf(listTracks, { id: projectId });
  const { data, error } = useQuery({ ...query, select: byId });
  return { tracks: data ?? null, error: messageOf(error), reload: () => void refresh(client, query) };
}
