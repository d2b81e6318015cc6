// What an automation lane says where the playhead is.
'use client';
import { SAMPLE_RATE } from '@/audio/units';
import type { LaneName } from '@/document/automation-schema';
import { useStudio } from '../studio-context';
import { usePlayer } from '../transport/use-player';
import { laneValue } from './automation-scale';
import { useStrip } from './use-strip';

/** How often a control that moves by itself is drawn anew: each time renders its strip. */
const PER_SECOND = 10;

/** Where a control stands that its lane has taken over, at the playhead; null while the hand has it. */
export function useAutomated(stemId: string, lane: LaneName): number | null {
  const { player } = useStudio().session;
  const points = useStrip(stemId).automation?.[lane];
  const tick = SAMPLE_RATE / PER_SECOND;
  const position = usePlayer(player, (state) =>
    points?.length ? Math.floor(state.position / tick) * tick : 0,
  );
  // To the hundredth, as nobody reads or hears more.
  return points?.length ? Math.round(laneValue(points, position) * 100) / 100 : null;
}
