// The points of an automation lane as they are shown.
'use client';
import { useMemo, useState } from 'react';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { readLane } from '@/document/automation';
import type { LaneName, PlacedPoint, Point } from '@/document/automation-schema';

export interface DraggedPoint {
  readonly id: string;
  readonly point: Point;
}

export interface LanePoints {
  readonly points: readonly PlacedPoint[];
  /** Shows a point where the hand has it; null when the hand lets go. */
  readonly setDragged: (dragged: DraggedPoint | null) => void;
}

export function useLanePoints(stemId: string, lane: LaneName): LanePoints {
  const { session } = useStudio();
  const { connection } = session;
  const shared = useStrip(stemId).automation?.[lane];
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const [dragged, setDragged] = useState<DraggedPoint | null>(null);
  const points = useMemo(() => {
    if (!shared) return [];
    // A previewed version cannot be edited: any id will do.
    if (isPreview) return shared.map((point, index) => ({ ...point, id: String(index) }));
    const placed = readLane(connection.doc, { stemId, lane });
    if (!dragged) return placed;
    return placed
      .map((point) => (point.id === dragged.id ? { ...dragged.point, id: point.id } : point))
      .sort((a, b) => a.at - b.at);
  }, [shared, isPreview, dragged, connection, stemId, lane]);
  return { points, setDragged };
}
