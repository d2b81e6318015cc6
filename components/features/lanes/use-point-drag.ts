// One point of an automation lane under a pointer: shown where the hand has it, written soon, its time snapped.
'use client';
import { type RefObject, useRef } from 'react';
import { LANE_SCALES } from '@/components/session/mix/automation-scale';
import { useStudio } from '@/components/session/studio-context';
import { useDrag } from '@/components/ui/controls/use-drag';
import { fittedPoint } from '@/document/automation';
import type { LaneOf, PlacedPoint, Point } from '@/document/automation-schema';
import { LaneGrab } from './lane-grab';
import type { LanePoints } from './use-lane-points';
import { useSnap } from './use-snap';

interface PointInLane {
  readonly of: LaneOf;
  readonly point: PlacedPoint;
  /** The element that is as wide and as high as the lane. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly setDragged: LanePoints['setDragged'];
  readonly onPress: (isPressed: boolean) => void;
}

interface Drag {
  readonly grab: LaneGrab<Point>;
  readonly samplesPerPixel: number;
  readonly heightPx: number;
  /** Where the pointer has the point, before it snaps: a position, and a share of the height. */
  at: number;
  height: number;
}

/** Pointer handlers for the element that stands for the point. */
export function usePointDrag({ of, point, layer, setDragged, onPress }: PointInLane) {
  const { lanes } = useStudio().session;
  const gatherSnaps = useSnap();
  const drag = useRef<Drag | null>(null);
  const { heightOf, valueAt } = LANE_SCALES[of.lane];
  return useDrag({
    start(event) {
      event.stopPropagation();
      const { clientWidth = 0, clientHeight = 0 } = layer.current ?? {};
      if (clientWidth === 0 || clientHeight === 0) return false;
      onPress(true);
      const samplesPerPixel = lanes.length.get() / clientWidth;
      const gesture = lanes.points.grab(of, point.id);
      const restore = (): void => {
        gesture.move(point);
        setDragged(null);
      };
      drag.current = {
        grab: new LaneGrab({ gesture, snap: gatherSnaps(samplesPerPixel), restore }),
        samplesPerPixel,
        heightPx: clientHeight,
        at: point.at,
        height: heightOf(point.value),
      };
      return true;
    },
    move(dx, dy, event) {
      const dragged = drag.current;
      if (!dragged || dragged.grab.isDropped || (dx === 0 && dy === 0)) return;
      dragged.at += dx * dragged.samplesPerPixel;
      dragged.height = Math.min(1, Math.max(0, dragged.height + dy / dragged.heightPx));
      const snapped = dragged.grab.snap.shiftOf([dragged.at], event.altKey);
      const next = fittedPoint(of, { at: dragged.at + snapped, value: valueAt(dragged.height) });
      setDragged({ id: point.id, point: next });
      dragged.grab.gesture.move(next);
    },
    end() {
      drag.current?.grab.end();
      drag.current = null;
      setDragged(null);
      onPress(false);
    },
  });
}
