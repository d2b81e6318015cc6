// The peaks of one stem, fetched and decoded.
'use client';
import { useEffect, useState } from 'react';
import { decodePeaks, type Peaks } from '@/audio/peaks';

/** Fetches peaks.bin. A new function means other peaks: keep it with useMemo or useCallback. */
export type LoadPeaks = (signal: AbortSignal) => Promise<ArrayBuffer>;

export interface PeaksState {
  /** Null until they are there. Those of before stay until newer ones of the same stem arrive. */
  readonly peaks: Peaks | null;
  readonly failed: boolean;
}

const NONE: PeaksState = { peaks: null, failed: false };
const FAILED: PeaksState = { peaks: null, failed: true };

/** What is on its way when `load` changes is dropped. */
export function usePeaks(load: LoadPeaks): PeaksState {
  const [state, setState] = useState(NONE);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (next: PeaksState) => {
      if (!signal.aborted) setState(next);
    };
    load(signal).then(
      (bytes) => settle(decoded(bytes)),
      () => settle(FAILED),
    );
    return () => controller.abort();
  }, [load]);
  return state;
}

function decoded(bytes: ArrayBuffer): PeaksState {
  try {
    return { peaks: decodePeaks(new Uint8Array(bytes)), failed: false };
  } catch {
    // Not peaks: the user gets the same message as when they did not arrive at all.
    return FAILED;
  }
}
