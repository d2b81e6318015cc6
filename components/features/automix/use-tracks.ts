// The tracks that the studio stores for a project, read again whenever an analysis completes.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { listTracks, type Track } from '@/contract/http/tracks';

export interface TracksState {
  /** By id; null until they have been read. */
  readonly tracks: ReadonlyMap<string, Track> | null;
  readonly error: string | null;
  readonly reload: () => void;
}

export function useTracks(projectId: string): TracksState {
  const [tracks, setTracks] = useState<ReadonlyMap<string, Track> | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    call(listTracks, { id: projectId })
      .then(({ tracks: listed }) => {
        setTracks(new Map(listed.map((track) => [track.id, track])));
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [projectId]);
  useEffect(reload, [reload]);
  return { tracks, error, reload };
}
