// One point of an automation lane under a pointer: shown where the hand has it, written soon, its time snapped.
'use client';
import { type RefObject, useRef } from 'react';
import { LANE_SCALES } from '@/components/session/automation-scale';
import { type LaneGesture, onEscape } from '@/components/session/lane-gesture';
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
  readonly setDragged: LanePoints['setDragged'];
  readonly onPress: (isPressed: boolean) => void;
}

interface Grab {
  readonly gesture: LaneGesture<Point>;
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
export function usePointDrag({ of, point, layer, setDragged, onPress }: PointInLane) {
  const { lanes } = useStudio().session;
  const gatherSnaps = useSnap();
  const grab = useRef<Grab | null>(null);
  const { heightOf, valueAt } = LANE_SCALES[of.lane];
  const drop = (dragged: Grab): void => {
    dragged.isDropped = true;
    dragged.snap.end();
    dragged.gesture.move(point);
    setDragged(null);
  };
  return useDrag({
    start(event) {
      event.stopPropagation();
      const { clientWidth = 0, clientHeight = 0 } = layer.current ?? {};
      if (clientWidth === 0 || clientHeight === 0) return false;
      onPress(true);
      const samplesPerPixel = lanes.length.get() / clientWidth;
      grab.current = {
        gesture: lanes.points.grab(of, point.id),
        samplesPerPixel,
        heightPx: clientHeight,
        snap: gatherSnaps(samplesPerPixel),
        stopListening: onEscape(() => grab.current && drop(grab.current)),
        isDropped: false,
        at: point.at,
        height: heightOf(point.value),
      };
      return true;
    },
    move(dx, dy, event) {
      const dragged = grab.current;
      if (!dragged || dragged.isDropped || (dx === 0 && dy === 0)) return;
      dragged.at += dx * dragged.samplesPerPixel;
      dragged.height = Math.min(1, Math.max(0, dragged.height + dy / dragged.heightPx));
      const snapped = dragged.snap.shiftOf([dragged.at], event.altKey);
      const next = fittedPoint(of, { at: dragged.at + snapped, value: valueAt(dragged.height) });
      setDragged({ id: point.id, point: next });
      dragged.gesture.move(next);
    },
    end() {
      grab.current?.stopListening();
      grab.current?.snap.end();
      grab.current?.gesture.release();
      grab.current = null;
      setDragged(null);
      onPress(false);
    },
  });
}
