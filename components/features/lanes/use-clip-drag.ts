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
  /** The clip as it is shown. */
  placed: Clip;
}

/** The track whose lane is under the pointer; null beside the lanes. */
function trackAt({ clientX, clientY }: PointerEvent): string | null {
  const lane = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-lane]');
  return lane?.dataset.lane ?? null;
}

/** Pointer handlers for the element that stands for `part`. A press picks the clip. */
export function useClipDrag({ track, clip, layer, setDragged }: ClipInLane, part: ClipPart) {
  const { lanes, tracks } = useStudio().session;
  const gatherSnaps = useSnap();
  const grab = useRef<Grab | null>(null);

  const place = (grabbed: Grab, isFree: boolean): void => {
    const { gesture, clip: from, snap, shift } = grabbed;
    const edges = edgesOf(from, part).map((edge) => edge + shift);
    const next = shifted(from, part, shift + snap.shiftOf(edges, isFree), tracks.sourceLength(track, from));
    grabbed.placed = next;
    setDragged({ id: from.id, clip: next });
    gesture.move(next);
  };
  /** Shows whether the clip would go to another track. */
  const aim = (event: PointerEvent): void => {
    const under = part === 'whole' ? trackAt(event) : null;
    lanes.view.dropTrack.set(under === track.id ? null : under);
  };
  /** Moves the clip to the track that it was dragged to. */
  const moveToTarget = ({ gesture, placed }: Grab): void => {
    const target = tracks.all.get().find(({ id }) => id === lanes.view.dropTrack.get());
    if (!target) return;
    gesture.flush();
    const id = lanes.clips.moveToTrack({ from: track, clipId: clip.id, to: target, start: placed.start });
    if (id) lanes.view.picked.set({ stemId: target.id, clipId: id });
  };
  const drop = (dragged: Grab): void => {
    dragged.isDropped = true;
    dragged.snap.end();
    lanes.view.dropTrack.set(null);
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
      const now = { shift: 0, isDropped: false, placed: clip };
      grab.current = { gesture, clip, samplesPerPixel, snap, stopListening, ...now };
      return true;
    },
    move(dx, _dy, event) {
      if (!grab.current || grab.current.isDropped) return;
      aim(event);
      if (dx === 0) return;
      grab.current.shift += dx * grab.current.samplesPerPixel;
      place(grab.current, event.altKey);
    },
    end() {
      grab.current?.stopListening();
      grab.current?.snap.end();
      if (grab.current) moveToTarget(grab.current);
      lanes.view.dropTrack.set(null);
      grab.current?.gesture.release();
      grab.current = null;
      setDragged(null);
      lanes.length.release();
    },
  });
}
