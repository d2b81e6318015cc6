// One point of an automation lane under a pointer: shown where the hand has it, written soon, its time snapped.
'use client';
import { type RefObject, useRef } from 'react';
import { LANE_SCALES } from '@/components/session/automation-scale';
import { type LaneHand, onEscape } from '@/components/session/lane-hand';
import { useStudio } from '@/components/session/studio-context';
import { useDrag } from '@/components/ui/controls/use-drag';
import { fittedPoint } from '@/document/automation';
import type { LaneOf, PlacedPoint, Point } from '@/document/automation-schema';
import type { LanePoints } from './use-lane-points';
import { type Snap, useSnap } from './use-snap';

interface PointInLane {
  readonly of: LaneOf;
  readonly point: PlacedPoint;
  /** The element that is as wide and as high as the lane. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly hold: LanePoints['hold'];
  readonly onPress: (isPressed: boolean) => void;
}

interface Grip {
  readonly hand: LaneHand<Point>;
  readonly samplesPerPixel: number;
  readonly heightPx: number;
  readonly snap: Snap;
  readonly stopListening: () => void;
  isDropped: boolean;
  /** Where the pointer has the point, before it snaps: a position, and a share of the height. */
  at: number;
  height: number;
}

/** Pointer handlers for the element that stands for the point. */
export function usePointDrag({ of, point, layer, hold, onPress }: PointInLane) {
  const { lanes } = useStudio().session;
  const gatherSnaps = useSnap();
  const grip = useRef<Grip | null>(null);
  const { heightOf, valueAt } = LANE_SCALES[of.lane];
  const drop = (held: Grip): void => {
    held.isDropped = true;
    held.snap.end();
    held.hand.move(point);
    hold(null);
  };
  return useDrag({
    start(event) {
      event.stopPropagation();
      const { clientWidth = 0, clientHeight = 0 } = layer.current ?? {};
      if (clientWidth === 0 || clientHeight === 0) return false;
      onPress(true);
      const samplesPerPixel = lanes.length.get() / clientWidth;
      grip.current = {
        hand: lanes.points.grab(of, point.id),
        samplesPerPixel,
        heightPx: clientHeight,
        snap: gatherSnaps(samplesPerPixel),
        stopListening: onEscape(() => grip.current && drop(grip.current)),
        isDropped: false,
        at: point.at,
        height: heightOf(point.value),
      };
      return true;
    },
    move(dx, dy, event) {
      const held = grip.current;
      if (!held || held.isDropped || (dx === 0 && dy === 0)) return;
      held.at += dx * held.samplesPerPixel;
      held.height = Math.min(1, Math.max(0, held.height + dy / held.heightPx));
      const caught = held.snap.shiftOf([held.at], event.altKey);
      const next = fittedPoint(of, { at: held.at + caught, value: valueAt(held.height) });
      hold({ id: point.id, point: next });
      held.hand.move(next);
    },
    end() {
      grip.current?.stopListening();
      grip.current?.snap.end();
      grip.current?.hand.release();
      grip.current = null;
      hold(null);
      onPress(false);
    },
  });
}
