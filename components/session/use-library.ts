// The sounds of the library, read again as long as one of them is being analysed.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listSounds, type StyleSound } from '@/contract/http/library';
import { messageOf } from '../api/problem';
import { queryOf, refresh } from '../api/query';

export interface LibraryState {
  /** null until it has been read. */
  readonly sounds: readonly StyleSound[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** Analysis takes seconds, and no project's live events report it. */
const CHECK_INTERVAL_MS = 1_000;

const librarySounds = queryOf(listSounds, {});

const isPending = ({ status }: StyleSound): boolean => status === 'queued' || status === 'analysing';

export function useLibrary(): LibraryState {
  const client = useQueryClient();
  const { data, error } = useQuery({
    ...librarySounds,
    refetchInterval: ({ state }) =>
      state.status === 'success' && state.data?.sounds.some(isPending) ? CHECK_INTERVAL_MS : false,
  });
  const reload = useCallback(() => void refresh(client, librarySounds), [client]);
  return { sounds: data?.sounds ?? null, error: messageOf(error), reload };
}
