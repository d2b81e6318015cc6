// The order of the tracks under a hand: dragged by their handles, or moved by key.
'use client';
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { type RowDrag, useRowDrag } from '@/components/ui/use-row-drag';
import type { Track } from '@/document/tracks';
import { trackGripId } from './track-grip';

export interface TrackOrder {
  readonly drag: RowDrag;
  /** Moves a track past one other. */
  readonly onStep: (id: string, step: -1 | 1) => void;
  /** Where the track that was moved last stands, for screen readers. */
  readonly said: string;
}

/**
 * Moves tracks by hand and by key; says where they are, and keeps the focus on the one that moves.
 * @param list the element whose children are the tracks
 */
export function useTrackOrder(list: RefObject<HTMLElement | null>, tracks: readonly Track[]): TrackOrder {
  const { trackControl } = useStudio().session;
  const [said, setSaid] = useState('');
  const newest = useRef(tracks);
  const moved = useRef<string | null>(null);
  const ids = useMemo(() => tracks.map(({ id }) => id), [tracks]);
  useLayoutEffect(() => {
    newest.current = tracks;
    // A row that changes places in the page loses the focus, and with it the next key.
    if (moved.current) document.getElementById(trackGripId(moved.current))?.focus();
    moved.current = null;
  });
  const move = useCallback(
    (id: string, wanted: number) => {
      const all = newest.current;
      const index = Math.min(all.length - 1, Math.max(0, wanted));
      trackControl.move(id, index);
      const name = all.find((track) => track.id === id)?.name ?? '';
      setSaid(`${name} is track ${index + 1} of ${all.length}.`);
    },
    [trackControl],
  );
  const onStep = useCallback(
    (id: string, step: -1 | 1) => {
      moved.current = id;
      move(id, newest.current.findIndex((track) => track.id === id) + step);
    },
    [move],
  );
  const drag = useRowDrag(list, ids, move);
  return { drag, onStep, said };
}
