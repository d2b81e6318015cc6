// The sets of a project, newest first, updated by live events while they are made.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { type DjSet, listSets } from '@/contract/http/sets';
import type { SetEvent } from '@/document/wire/events';

export interface SetsState {
  /** null until they have been read. */
  readonly sets: readonly DjSet[] | null;
  readonly error: string | null;
  readonly reload: () => void;
  readonly onSet: (event: SetEvent) => void;
}

export const isBeingMade = ({ status }: Pick<DjSet, 'status'>): boolean =>
  status === 'queued' || status === 'processing';

function moved(set: DjSet, event: SetEvent): DjSet {
  const { status, phase, progress, error } = event;
  return {
    ...set,
    status,
    phase,
    progress,
    error,
    current_segment: event.currentSegment,
    total_segments: event.totalSegments,
    eta_s: event.etaS,
  };
}

export function useSets(projectId: string): SetsState {
  const [sets, setSets] = useState<readonly DjSet[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    call(listSets, { id: projectId })
      .then(({ sets: listed }) => {
        setSets(listed);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [projectId]);
  useEffect(reload, [reload]);
  const onSet = useCallback(
    (event: SetEvent) => {
      setSets((known) => known?.map((set) => (set.id === event.setId ? moved(set, event) : set)) ?? null);
      // What a finished set is, its event does not say.
      if (event.status === 'complete') reload();
    },
    [reload],
  );
  return { sets, error, reload, onSet };
}
