// One part of a clip under a pointer: shown where the hand has it, written soon; Alt lets it go free, Escape back.
'use client';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { type ClipPart, edgesOf, shifted } from '@/components/session/clip-moves';
import { type LaneGesture, onEscape } from '@/components/session/lane-gesture';
import { useStudio } from '@/components/session/studio-context';
import { useDrag } from '@/components/ui/controls/use-drag';
import type { Clip, PlacedClip } from '@/document/clip-schema';
import type { Track } from '@/document/tracks';
import type { LaneClips } from './use-clips';
import { type Snap, useSnap } from './use-snap';

export interface ClipInLane {
  readonly track: Track;
  readonly clip: PlacedClip;
  /** The element that is as wide as the lane. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly setDragged: LaneClips['setDragged'];
}

interface Grab {
  readonly gesture: LaneGesture<Clip>;
  readonly clip: PlacedClip;
  readonly samplesPerPixel: number;
  readonly snap: Snap;
  readonly stopListening: () => void;
  shift: number;
  isDropped: boolean;
}

/** Pointer handlers for the element that stands for `part`. A press picks the clip. */
export function useClipDrag({ track, clip, layer, setDragged }: ClipInLane, part: ClipPart) {
  const { lanes, tracks } = useStudio().session;
  const gatherSnaps = useSnap();
  const grab = useRef<Grab | null>(null);

  const place = ({ gesture, clip: from, snap, shift }: Grab, isFree: boolean): void => {
    const edges = edgesOf(from, part).map((edge) => edge + shift);
    const next = shifted(from, part, shift + snap.shiftOf(edges, isFree), tracks.sourceLength(track, from));
    setDragged({ id: from.id, clip: next });
    gesture.move(next);
  };
  const drop = (dragged: Grab): void => {
    dragged.isDropped = true;
    dragged.snap.end();
    if (dragged.shift !== 0) dragged.gesture.move(dragged.clip);
    setDragged(null);
  };
  return useDrag({
    start(event: PointerEvent<HTMLElement>) {
      // The lane below would seek.
      event.stopPropagation();
      const width = layer.current?.clientWidth ?? 0;
      if (width === 0) return false;
      lanes.view.picked.set({ stemId: track.id, clipId: clip.id });
      lanes.length.freeze();
      const gesture = lanes.clips.grab(track, clip.id);
      const samplesPerPixel = lanes.length.get() / width;
      const snap = gatherSnaps(samplesPerPixel, clip.id);
      const stopListening = onEscape(() => grab.current && drop(grab.current));
      grab.current = { gesture, clip, samplesPerPixel, snap, stopListening, shift: 0, isDropped: false };
      return true;
    },
    move(dx, _dy, event) {
      if (!grab.current || grab.current.isDropped || dx === 0) return;
      grab.current.shift += dx * grab.current.samplesPerPixel;
      place(grab.current, event.altKey);
    },
    end() {
      grab.current?.stopListening();
      grab.current?.snap.end();
      grab.current?.gesture.release();
      grab.current = null;
      setDragged(null);
      lanes.length.release();
    },
  });
}
