// Where the separation of the project's song stands, from the server at first and from its live events after.
'use client';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { getProgress } from '@/contract/http/separation';
import type { JobEvent } from '@/document/wire/events';
import { messageOf } from '../api/problem';
import { getSongStatus, type SongStatus } from '../api/projects';
import { keyOf, refresh } from '../api/query';

export interface SongState {
  /** null until the server has answered. */
  readonly song: SongStatus | null;
  readonly error: string | null;
  readonly reload: () => void;
  /** Feed every live job event of the project. */
  readonly onJob: (event: JobEvent) => void;
}

/** Where the separation of the project's song stands. */
export const songOf = (id: string) =>
  queryOptions({
    queryKey: keyOf(getProgress, { id }),
    queryFn: ({ signal }) => getSongStatus(id, signal),
  });

/** @param before what was known, because an event does not contain everything */
function fromEvent(event: JobEvent, before: SongStatus | undefined): SongStatus {
  return {
    status: event.state === 'running' ? 'separating' : 'queued',
    progress: event.progress,
    stage: event.stage,
    queue_position: event.queuePosition,
    eta_s: event.etaS,
    error: null,
    note: before?.note ?? null,
    stems_so_far: event.partialResult,
    expected_stems: before?.expected_stems ?? null,
    original: before?.original ?? null,
  };
}

export function useSong(projectId: string): SongState {
  const client = useQueryClient();
  const query = songOf(projectId);
  const { data, error } = useQuery(query);
  const reload = () => void refresh(client, query);
  const onJob = (event: JobEvent) => {
    if (event.name !== 'separation') return;
    const isLive = event.state === 'queued' || event.state === 'running';
    // How it ended is read from the server: an event may come from an attempt that was retried since.
    if (isLive) client.setQueryData(query.queryKey, (before) => fromEvent(event, before));
    else reload();
  };
  return { song: data ?? null, error: messageOf(error), reload, onJob };
}
