// One part of a clip under a pointer: shown where the hand has it, written soon; Alt lets it go free, Escape back.
'use client';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { type ClipPart, edgesOf, shifted } from '@/components/session/clip-moves';
import { type LaneHand, onEscape } from '@/components/session/lane-hand';
import { useStudio } from '@/components/session/studio-context';
import { useDrag } from '@/components/ui/controls/use-drag';
import type { Clip, PlacedClip } from '@/document/clip-schema';
import type { StemResult } from '@/document/schema';
import type { LaneClips } from './use-clips';
import { type Snap, useSnap } from './use-snap';

export interface ClipInLane {
  readonly stem: StemResult;
  readonly clip: PlacedClip;
  /** The element that is as wide as the lane. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly hold: LaneClips['hold'];
}

interface Grip {
  readonly hand: LaneHand<Clip>;
  readonly clip: PlacedClip;
  readonly samplesPerPixel: number;
  readonly snap: Snap;
  readonly stopListening: () => void;
  shift: number;
  isDropped: boolean;
}

/** Pointer handlers for the element that stands for `part`. A press picks the clip. */
export function useClipDrag({ stem, clip, layer, hold }: ClipInLane, part: ClipPart) {
  const { lanes } = useStudio().session;
  const gatherSnaps = useSnap();
  const grip = useRef<Grip | null>(null);

  const place = ({ hand, clip: from, snap, shift }: Grip, isFree: boolean): void => {
    const edges = edgesOf(from, part).map((edge) => edge + shift);
    const next = shifted(from, part, shift + snap.shiftOf(edges, isFree), stem.lengthSamples);
    hold({ id: from.id, clip: next });
    hand.move(next);
  };
  const drop = (held: Grip): void => {
    held.isDropped = true;
    held.snap.end();
    if (held.shift !== 0) held.hand.move(held.clip);
    hold(null);
  };
  return useDrag({
    start(event: PointerEvent<HTMLElement>) {
      // The lane below would seek.
      event.stopPropagation();
      const width = layer.current?.clientWidth ?? 0;
      if (width === 0) return false;
      lanes.view.picked.set({ stemId: stem.id, clipId: clip.id });
      lanes.length.hold();
      const hand = lanes.clips.grab(stem, clip.id);
      const samplesPerPixel = lanes.length.get() / width;
      const snap = gatherSnaps(samplesPerPixel, clip.id);
      const stopListening = onEscape(() => grip.current && drop(grip.current));
      grip.current = { hand, clip, samplesPerPixel, snap, stopListening, shift: 0, isDropped: false };
      return true;
    },
    move(dx, _dy, event) {
      if (!grip.current || grip.current.isDropped || dx === 0) return;
      grip.current.shift += dx * grip.current.samplesPerPixel;
      place(grip.current, event.altKey);
    },
    end() {
      grip.current?.stopListening();
      grip.current?.snap.end();
      grip.current?.hand.release();
      grip.current = null;
      hold(null);
      lanes.length.release();
    },
  });
}
