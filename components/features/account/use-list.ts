// A list that is read when its part of the page opens and again after every change.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '@/components/api/problem';

export interface List<Entry> {
  /** Null until it has been read */
  readonly entries: readonly Entry[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** @param read a function that stays the same between renders */
export function useList<Entry>(read: () => Promise<readonly Entry[]>): List<Entry> {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    read()
      .then((found) => {
        setEntries(found);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [read]);
  useEffect(reload, [reload]);
  return { entries, error, reload };
}
