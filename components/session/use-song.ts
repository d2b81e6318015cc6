// Where the separation of the project's song stands, from the server at first and from its live events after.
'use client';
import { useCallback, useEffect, useState } from 'react';
import type { JobEvent } from '@/document/wire/events';
import { errorMessage } from '../api/problem';
import { getSongStatus, type SongStatus } from '../api/projects';

export interface SongState {
  /** null until the server has answered. */
  readonly song: SongStatus | null;
  readonly error: string | null;
  readonly reload: () => void;
  /** Feed every live job event of the project. */
  readonly onJob: (event: JobEvent) => void;
}

/** @param before what was known, because an event does not contain everything */
function fromEvent(event: JobEvent, before: SongStatus | null): SongStatus {
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
  };
}

export function useSong(projectId: string): SongState {
  const [song, setSong] = useState<SongStatus | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    getSongStatus(projectId)
      .then((status) => {
        setSong(status);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [projectId]);
  useEffect(reload, [reload]);
  const onJob = useCallback(
    (event: JobEvent) => {
      if (event.name !== 'separation') return;
      const isLive = event.state === 'queued' || event.state === 'running';
      // How it ended is read from the server: an event may come from an attempt that was retried since.
      if (isLive) setSong((before) => fromEvent(event, before));
      else reload();
    },
    [reload],
  );
  return { song, error, reload, onJob };
}
