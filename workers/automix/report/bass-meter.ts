// Measures for how long the basses of two tracks sound at once, from the tracks as they sound in the set.
import type { PlacedTransition } from '@/audio/automix/render/set-timeline';
import { dbToGain } from '@/audio/units';
import { FrameReader } from '../../stretching/frame-file';
import { bassPerBeat, beatBounds } from '../render/bass-envelope';
import type { PreparedTrack } from '../render/prepared-track';

/** Basses less than this apart are perceived as two. */
const CLASH_DB = 6;
/** A bass this far below the louder track's strongest one is none. */
const FLOOR_DB = -20;

/** Power of the bass in each beat of the overlap. */
async function playedBass(track: PreparedTrack, bounds: readonly number[], rate: number): Promise<number[]> {
  const reader = await FrameReader.open(track.audio);
  try {
    const powers = await bassPerBeat(reader, bounds, rate);
    return powers.map((power) => power * dbToGain(track.gainDb) ** 2);
  } finally {
    await reader.close();
  }
}

const clashes = (a: number, b: number, floor: number): boolean =>
  Math.min(a, b) > floor && Math.abs(10 * Math.log10(a / b)) < CLASH_DB;

/** Bars, in steps of a beat, in which both tracks play below 120 Hz within 6 dB of one another. */
export async function bassOverlapBars(
  placed: PlacedTransition,
  from: PreparedTrack,
  to: PreparedTrack,
  sampleRate: number,
): Promise<number> {
  const bounds = beatBounds(placed, sampleRate);
  const [leaving, entering] = [
    await playedBass(from, bounds, sampleRate),
    await playedBass(to, bounds, sampleRate),
  ];
  const floor = Math.max(...leaving, ...entering) * 10 ** (FLOOR_DB / 10);
  const both = leaving.filter((power, beat) => clashes(power, entering[beat]!, floor));
  return both.length / placed.plan.beatsPerBar;
}
