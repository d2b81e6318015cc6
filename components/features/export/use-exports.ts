// The exports of a project: read when the dialog opens, moved along by live events, read again when one ends.
'use client';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { listMixes, type Mix } from '@/contract/http/mixes';
import type { AnswerOf } from '@/contract/http/operation';
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

const newestFirst = ({ mixes }: AnswerOf<typeof listMixes>): readonly Mix[] =>
  [...mixes].sort((a, b) => b.created_at.localeCompare(a.created_at));

/** Feed every live job event of the project. */
export function moveExports(client: QueryClient, event: JobEvent): void {
  if (event.name !== 'render-mix') return;
  const query = queryOf(listMixes, { id: event.projectId });
  if (event.state === 'queued' || event.state === 'running') {
    client.setQueryData(
      query.queryKey,
      (known) => known && { mixes: known.mixes.map((mix) => moved(mix, event)) },
    );
  } else {
    void refresh(client, query);
  }
}

export function useExports(projectId: string, isOpen: boolean): ExportsState {
  const client = useQueryClient();
  const query = queryOf(listMixes, { id: projectId });
  const { data, error } = useQuery({ ...query, enabled: isOpen, select: newestFirst });
  return { mixes: data ?? null, error: messageOf(error), reload: () => void refresh(client, query) };
}
