// Tapping a tempo as one gesture: from the first tempo until two seconds after the last tap.
'use client';
import { useCallback, useEffect, useRef } from 'react';
import type { Gesture } from '@/components/ui/controls/gesture';
import { TAP_PAUSE_MS, TapTempo } from './tap-tempo';

/**
 * @param gesture of the control that is tapped
 * @param toValue the value of the control for a tapped tempo in beats per minute
 * @returns what each tap calls, with its time in milliseconds
 */
export function useTap(gesture: Gesture, toValue: (bpm: number) => number): (timeMs: number) => void {
  const taps = useRef(new TapTempo());
  const release = useRef<() => void>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const end = useCallback(() => {
    clearTimeout(timer.current);
    release.current?.();
    release.current = null;
  }, []);
  useEffect(() => end, [end]);
  return (timeMs) => {
    const bpm = taps.current.tap(timeMs);
    if (bpm === null) return end();
    if (release.current === null) gesture.grab();
    release.current = gesture.release;
    gesture.move(toValue(bpm));
    clearTimeout(timer.current);
    timer.current = setTimeout(end, TAP_PAUSE_MS);
  };
}
