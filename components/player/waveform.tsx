// One stem over time, drawn from the server's peaks: crisp on any screen, in light and dark, shaded where heard.
'use client';
import { useEffect, useRef, useState } from 'react';
import { decodePeaks, type Peaks } from '@/audio/peaks';
import type { Player } from './types';
import { usePlayhead } from './use-playhead';
import styles from './waveform.module.css';
import type { WaveformDrawing } from './waveform-drawing';

export interface WaveformProps {
  /** Fetches peaks.bin. A new function means other peaks: keep it with useMemo or useCallback. */
  readonly loadPeaks: (signal: AbortSignal) => Promise<ArrayBuffer>;
  /** Any CSS colour; it may be a variable that differs between light and dark. */
  readonly color: string;
  /** Length of the song: the full width. A shorter stem is drawn shorter. */
  readonly lengthSamples: number;
  /** With it, what has been heard is drawn stronger than what is still to come. */
  readonly player?: Player;
}

/** Fills its container. It takes no input: see waveform-lane.tsx for that. */
export function Waveform({ loadPeaks, color, lengthSamples, player }: WaveformProps) {
  const { peaks, failed } = usePeaks(loadPeaks);
  const element = useRef<HTMLDivElement>(null);
  const drawing = useDrawing(element, peaks, color);
  usePlayhead(player ?? null, (position) => {
    if (peaks) drawing.current?.setProgress(position / peaks.lengthSamples);
  });
  const share = peaks && lengthSamples > 0 ? Math.min(1, peaks.lengthSamples / lengthSamples) : 1;
  return (
    <div className={styles.waveform} aria-hidden={!failed}>
      <div ref={element} className={styles.drawing} style={{ color, width: `${share * 100}%` }} />
      {failed && <p className={styles.failed}>The waveform could not be loaded.</p>}
    </div>
  );
}

/** Fetches and decodes the peaks; what is on its way when the stem changes is dropped. */
function usePeaks(load: WaveformProps['loadPeaks']): { peaks: Peaks | null; failed: boolean } {
  const [state, setState] = useState<{ peaks: Peaks | null; failed: boolean }>({
    peaks: null,
    failed: false,
  });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    load(signal).then(
      (bytes) => {
        if (!signal.aborted) setState(decoded(bytes));
      },
      () => {
        if (!signal.aborted) setState({ peaks: null, failed: true });
      },
    );
    return () => controller.abort();
  }, [load]);
  return state;
}

function decoded(bytes: ArrayBuffer): { peaks: Peaks | null; failed: boolean } {
  try {
    return { peaks: decodePeaks(new Uint8Array(bytes)), failed: false };
  } catch {
    // Not peaks: the person is told the same as when they did not arrive at all.
    return { peaks: null, failed: true };
  }
}

/** Keeps a drawing in `element`. wavesurfer.js is loaded in the browser only, after the page. */
function useDrawing(element: React.RefObject<HTMLDivElement | null>, peaks: Peaks | null, color: string) {
  const drawing = useRef<WaveformDrawing | null>(null);
  useEffect(() => {
    const container = element.current;
    if (!container || !peaks) return;
    let left = false;
    void import('./waveform-drawing').then(({ WaveformDrawing }) => {
      if (!left) drawing.current = new WaveformDrawing(container, peaks);
    });
    return () => {
      left = true;
      drawing.current?.destroy();
      drawing.current = null;
    };
  }, [element, peaks]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing reads its element's colour, which changed.
  useEffect(() => drawing.current?.recolor(), [color]);
  return drawing;
}
