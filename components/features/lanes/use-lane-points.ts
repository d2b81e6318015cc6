// The points of an automation lane as they are shown.
'use client';
import { useMemo, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useStrip } from '@/components/session/use-strip';
import { useSelected } from '@/components/ui/store';
import { readLane } from '@/document/automation';
import type { LaneName, PlacedPoint, Point } from '@/document/automation-schema';

export interface HeldPoint {
  readonly id: string;
  readonly point: Point;
}

export interface LanePoints {
  readonly points: readonly PlacedPoint[];
  /** Shows a point where the hand has it; null when the hand lets go. */
  readonly hold: (held: HeldPoint | null) => void;
}

export function useLanePoints(stemId: string, lane: LaneName): LanePoints {
  const { session } = useStudio();
  const { connection } = session;
  const shared = useStrip(stemId).automation?.[lane];
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const [held, hold] = useState<HeldPoint | null>(null);
  const points = useMemo(() => {
    if (!shared) return [];
    // Of a version that is heard nothing can be edited: any name will do.
    if (isPreview) return shared.map((point, index) => ({ ...point, id: String(index) }));
    const placed = readLane(connection.doc, { stemId, lane });
    if (!held) return placed;
    return placed
      .map((point) => (point.id === held.id ? { ...held.point, id: point.id } : point))
      .sort((a, b) => a.at - b.at);
  }, [shared, isPreview, held, connection, stemId, lane]);
  return { points, hold };
}
