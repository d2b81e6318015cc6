// A range of one stem over time, drawn from its peaks: sharp on any screen, in light and dark, shaded where
// played.
'use client';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { Peaks } from '@/audio/peaks';
import type { Player } from '@/components/player/types';
import { usePlayhead } from '@/components/session/transport/use-playhead';
import { type PeaksSlice, slicePeaks } from './peaks-slice';
import styles from './waveform.module.css';
import type { WaveformDrawing } from './waveform-drawing';

export interface WaveformProps {
  readonly peaks: Peaks;
  /** Any CSS colour; it may be a variable that differs between light and dark. */
  readonly color: string;
  /** Where in the stem the stretch begins, and how long it is: the full width. In samples. */
  readonly from: number;
  readonly length: number;
  /** Where in the song the stretch begins. */
  readonly start: number;
  /** The amplitude that reaches the edge. */
  readonly fullScale: number;
  /** With it, what has been played is drawn stronger than what is still to come. */
  readonly player?: Player;
}

/** Fills its container. It takes no input: see waveform-lane.tsx for that. */
export function Waveform(props: WaveformProps) {
  const { peaks, color, from, length, start, fullScale, player } = props;
  const element = useRef<HTMLDivElement>(null);
  const slice = useMemo(() => slicePeaks(peaks, from, length), [peaks, from, length]);
  const audibleAt = (position: number): number =>
    slice === null ? 0 : ((position - start) / length - slice.left) / slice.width;
  const audibleNow = () => (player ? audibleAt(player.getPlayhead()) : 0);
  const drawing = useDrawing(element, { slice, fullScale, color, audibleNow });
  usePlayhead(player ?? null, (position) => drawing.current?.setProgress(audibleAt(position)));
  const place = slice && { left: `${slice.left * 100}%`, width: `${slice.width * 100}%` };
  return (
    <div className={styles.waveform} aria-hidden="true">
      <div ref={element} className={styles.drawing} style={{ color, ...place }} hidden={slice === null} />
    </div>
  );
}

interface Drawn {
  readonly slice: PeaksSlice | null;
  readonly fullScale: number;
  readonly color: string;
  /** The share of the slice that has been played. */
  readonly audibleNow: () => number;
}

/** Keeps a drawing in `element`. wavesurfer.js is loaded in the browser only, after the page. */
function useDrawing(element: RefObject<HTMLDivElement | null>, drawn: Drawn) {
  const drawing = useRef<WaveformDrawing | null>(null);
  const newest = useRef(drawn);
  useEffect(() => {
    newest.current = drawn;
  });
  const { slice, fullScale, color } = drawn;
  const hasSlice = slice !== null;
  useEffect(() => {
    if (!slice || !drawing.current) return;
    drawing.current.draw(slice, fullScale);
    drawing.current.setProgress(newest.current.audibleNow());
  }, [slice, fullScale]);
  useEffect(() => {
    const container = element.current;
    if (!container || !hasSlice) return;
    let left = false;
    void import('./waveform-drawing').then(({ WaveformDrawing }) => {
      const now = newest.current;
      if (left || !now.slice) return;
      drawing.current = new WaveformDrawing(container, now.slice, now.fullScale);
      drawing.current.setProgress(now.audibleNow());
    });
    return () => {
      left = true;
      drawing.current?.destroy();
      drawing.current = null;
    };
  }, [element, hasSlice]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing reads its element's colour, which changed.
  useEffect(() => drawing.current?.recolor(), [color]);
  return drawing;
}
