// The order of the tracks under a hand: dragged by their handles, or moved by key.
'use client';
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { type RowDrag, useRowDrag } from '@/components/ui/use-row-drag';
import type { Track } from '@/document/tracks';
import { trackGripId } from './track-grip';

export interface TrackOrder {
  readonly drag: RowDrag;
  /** Moves a track by one place. */
  readonly onStep: (id: string, step: -1 | 1) => void;
  /** Where the track that was moved last stands, for screen readers. */
  readonly said: string;
}

/** Where a track stands, in words. */
function placeOf(tracks: readonly Track[], id: string): string {
  const index = tracks.findIndex((track) => track.id === id);
  const track = tracks[index];
  const group = tracks.find((each) => each.id === track?.group);
  return track
    ? `${track.name} is track ${index + 1} of ${tracks.length}${group ? `, in ${group.name}` : ''}.`
    : '';
}

/**
 * Where a row that is dropped among those shown stands among all tracks.
 * @param index among those shown, without the row itself
 */
function indexInAll(all: readonly Track[], shown: readonly Track[], id: string, index: number): number {
  const next = shown.filter((track) => track.id !== id)[index];
  const others = all.filter((track) => track.id !== id);
  return next ? others.findIndex((track) => track.id === next.id) : others.length;
}

/**
 * Moves tracks by hand and by key; says where they are, and keeps the focus on the one that moves.
 * @param list the element whose children are the tracks
 * @param shown the tracks in it: those of a folded group are not
 */
export function useTrackOrder(list: RefObject<HTMLElement | null>, shown: readonly Track[]): TrackOrder {
  const { trackControl, tracks, lanes } = useStudio().session;
  const all = useSelected(tracks.all, (each) => each);
  const [movedId, setMovedId] = useState<string | null>(null);
  const newest = useRef({ all, shown });
  const focused = useRef<string | null>(null);
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  useLayoutEffect(() => {
    newest.current = { all, shown };
    // A row that changes places in the page loses the focus, and with it the next key.
    if (focused.current) document.getElementById(trackGripId(focused.current))?.focus();
    focused.current = null;
  });
  const onDrop = useCallback(
    (id: string, index: number) => {
      const now = newest.current;
      trackControl.move(id, indexInAll(now.all, now.shown, id, index));
      setMovedId(id);
    },
    [trackControl],
  );
  const onStep = useCallback(
    (id: string, step: -1 | 1) => {
      focused.current = id;
      trackControl.step(id, step);
      // It stays in sight, for the next key.
      const group = tracks.all.get().find((track) => track.id === id)?.group;
      if (group) lanes.view.unfold(group);
      setMovedId(id);
    },
    [trackControl, tracks, lanes],
  );
  const drag = useRowDrag(list, ids, onDrop);
  return { drag, onStep, said: movedId === null ? '' : placeOf(all, movedId) };
}
