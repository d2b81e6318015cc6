// The exports of a project: read when the dialog opens, moved along by live events, read again when one ends.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { listMixes, type Mix } from '@/contract/http/mixes';
import type { JobEvent } from '@/document/wire/events';

export interface ExportsState {
  /** Newest first; null until read. */
  readonly mixes: readonly Mix[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

function moved(mix: Mix, event: JobEvent): Mix {
  if (mix.mix_id !== event.mixId) return mix;
  return {
    ...mix,
    status: event.state === 'queued' ? 'queued' : 'processing',
    stage: event.stage,
    progress: event.progress,
    queue_position: event.queuePosition,
    eta_s: event.etaS,
  };
}

const newestFirst = (a: Mix, b: Mix): number => b.created_at.localeCompare(a.created_at);

export function useExports(projectId: string, event: JobEvent | null, isOpen: boolean): ExportsState {
  const [mixes, setMixes] = useState<readonly Mix[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    call(listMixes, { id: projectId })
      .then(({ mixes: listed }) => {
        setMixes([...listed].sort(newestFirst));
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [projectId]);
  useEffect(() => {
    if (isOpen) reload();
  }, [isOpen, reload]);
  useEffect(() => {
    if (!event || !isOpen) return;
    if (event.state === 'queued' || event.state === 'running') {
      setMixes((current) => current?.map((mix) => moved(mix, event)) ?? null);
    } else {
      reload();
    }
  }, [event, isOpen, reload]);
  return { mixes, error, reload };
}
