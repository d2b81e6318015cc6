// The sounds of the library, read again as long as one of them is being analysed.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { listSounds, type StyleSound } from '@/contract/http/library';
import { call } from '../api/call';
import { errorMessage } from '../api/problem';

export interface LibraryState {
  /** null until it has been read. */
  readonly sounds: readonly StyleSound[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** Analysis takes seconds, and no project's live events report it. */
const CHECK_INTERVAL_MS = 1_000;

const isPending = ({ status }: StyleSound): boolean => status === 'queued' || status === 'analysing';

/** @param isOpen whether anybody looks; nothing is read otherwise */
export function useLibrary(isOpen = true): LibraryState {
  const [sounds, setSounds] = useState<readonly StyleSound[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    call(listSounds, {})
      .then((listed) => {
        setSounds(listed.sounds);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, []);
  useEffect(() => {
    if (isOpen) reload();
  }, [isOpen, reload]);
  useEffect(() => {
    if (!isOpen || !sounds?.some(isPending)) return;
    const timer = setTimeout(reload, CHECK_INTERVAL_MS);
    return () => clearTimeout(timer);
  }, [isOpen, sounds, reload]);
  return { sounds, error, reload };
}
