// One part of a clip under a pointer: shown where the hand has it, written soon; Alt lets it go free, Escape back.
'use client';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { type ClipPart, edgesOf, shifted } from '@/components/session/lanes/clip-moves';
import { useStudio } from '@/components/session/studio-context';
import { useDrag } from '@/components/ui/controls/use-drag';
import type { Clip, PlacedClip } from '@/document/clip-schema';
import type { Track } from '@/document/tracks';
import { LaneGrab } from './lane-grab';
import type { LaneClips } from './use-clips';
import { useSnap } from './use-snap';

export interface ClipInLane {
  readonly track: Track;
  readonly clip: PlacedClip;
  /** The element that is as wide as the lane. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly setDragged: LaneClips['setDragged'];
}

interface Drag {
  readonly grab: LaneGrab<Clip>;
  readonly clip: PlacedClip;
  readonly samplesPerPixel: number;
  shift: number;
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
  const drag = useRef<Drag | null>(null);

  const place = (dragged: Drag, isFree: boolean): void => {
    const { grab, clip: from, shift } = dragged;
    const edges = edgesOf(from, part).map((edge) => edge + shift);
    const next = shifted(
      from,
      part,
      shift + grab.snap.shiftOf(edges, isFree),
      tracks.sourceLength(track, from),
    );
    dragged.placed = next;
    setDragged({ id: from.id, clip: next });
    grab.gesture.move(next);
  };
  /** Shows whether the clip would go to another track. */
  const aim = (event: PointerEvent): void => {
    const under = part === 'whole' ? trackAt(event) : null;
    lanes.view.dropTrack.set(under === track.id ? null : under);
  };
  /** Moves the clip to the track that it was dragged to. */
  const moveToTarget = ({ grab, placed }: Drag): void => {
    const target = tracks.all.get().find(({ id }) => id === lanes.view.dropTrack.get());
    if (!target) return;
    grab.gesture.flush();
    const id = lanes.clips.moveToTrack({ from: track, clipId: clip.id, to: target, start: placed.start });
    if (id) lanes.view.picked.set({ stemId: target.id, clipId: id });
  };
  const restore = (): void => {
    lanes.view.dropTrack.set(null);
    if (drag.current && drag.current.shift !== 0) drag.current.grab.gesture.move(drag.current.clip);
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
      const grab = new LaneGrab({ gesture, snap, restore });
      drag.current = { grab, clip, samplesPerPixel, shift: 0, placed: clip };
      return true;
    },
    move(dx, _dy, event) {
      if (!drag.current || drag.current.grab.isDropped) return;
      aim(event);
      if (dx === 0) return;
      drag.current.shift += dx * drag.current.samplesPerPixel;
      place(drag.current, event.altKey);
    },
    end() {
      if (drag.current) moveToTarget(drag.current);
      lanes.view.dropTrack.set(null);
      drag.current?.grab.end();
      drag.current = null;
      setDragged(null);
      lanes.length.release();
    },
  });
}
