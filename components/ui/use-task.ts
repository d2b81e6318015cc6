// Runs one request at a time and keeps what it failed with.
'use client';
import { useState } from 'react';
import { errorMessage } from '../api/problem';

export interface Task {
  readonly isBusy: boolean;
  readonly error: string | null;
  /** Runs `work`; resolves true when it succeeded. A second call while one runs does nothing. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly clear: () => void;
}

export function useTask(): Task {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (isBusy) return false;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(errorMessage(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run, clear: () => setError(null) };
}
