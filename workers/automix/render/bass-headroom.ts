// By how much an overlap may be raised before its bass is louder than that of either track alone.
import type { PlacedTransition } from '@/audio/automix/render/set-timeline';
import { dbToGain } from '@/audio/units';
import type { PreparedTrack } from './prepared-track';

/** No bass may come out louder by more than this than it would alone; 1.5 dB are perceived as too much. */
const BASS_BOOST_DB = 0.4;

/** The headroom in dB at a bar of the overlap, fractions allowed; it may be negative, or infinite in silence. */
export type BassHeadroom = (bar: number) => number;

/**
 * @param mixed power of the bass of the overlap in each of its beats, as its curves leave it
 * @param from, to the tracks, of which is known what their bass would be alone
 */
export function bassHeadroom(
  { plan }: PlacedTransition,
  mixed: readonly number[],
  from: PreparedTrack,
  to: PreparedTrack,
): BassHeadroom {
  const alone = (bass: readonly number[] | undefined, { gainDb }: PreparedTrack, beat: number) =>
    (bass?.[beat] ?? 0) * dbToGain(gainDb) ** 2;
  const rooms = mixed.map((power, beat) => {
    const louder = Math.max(alone(from.exit?.bass, from, beat), alone(to.entry?.bass, to, beat));
    return power > 0 ? BASS_BOOST_DB + 10 * Math.log10(louder / power) : Number.POSITIVE_INFINITY;
  });
  // The gain moves in straight lines: so the neighbouring beats count as well.
  return (bar) => {
    const beat = Math.min(Math.floor(bar * plan.beatsPerBar), rooms.length - 1);
    return Math.min(...rooms.slice(Math.max(0, beat - 1), beat + 2));
  };
}
