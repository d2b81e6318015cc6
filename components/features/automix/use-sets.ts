// The sets of a project, newest first, updated by live events while they are made.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
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
  if (set.id !== event.setId) return set;
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
  const client = useQueryClient();
  const query = queryOf(listSets, { id: projectId });
  const { data, error } = useQuery(query);
  const reload = () => void refresh(client, query);
  const onSet = (event: SetEvent) => {
    client.setQueryData(
      query.queryKey,
      (known) => known && { sets: known.sets.map((set) => moved(set, event)) },
    );
    // What a finished set is, its event does not say.
    if (event.status === 'complete') reload();
  };
  return { sets: data?.sets ?? null, error: messageOf(error), reload, onSet };
}
