// Checks the basses of an overlap: whose they are, and how loud they are together.
import { type Pair, quantileOf } from './pair';
import { type PairLevel, pairLevels } from './pair-gains';

const BASS_HZ = 120;
/** Basses closer to one another than this are two; softer ones than the floor are none. */
const BASS_CLASH_DB = 6;
const BASS_FLOOR_DB = -25;
const decibels = (ratio: number): number => 10 * Math.log10(ratio);

/** Gain of power at which a track plays where it is alone, from a passage before or after the overlap. */
function soloGain(levels: readonly PairLevel[], pick: 'first' | 'second'): number {
  const gains = levels.map((level) => level.sum / (level[`${pick}Original`] + 1e-20));
  return quantileOf(gains, 0.5);
}

/** Bars with both basses, and the set's bass above that of the louder track by itself, at worst. */
export async function checkBass(set: Float32Array, pair: Pair, start: number, end: number) {
  const { first, second, firstPath, secondPath } = pair;
  const beat = (first.beats.at(-1)! - first.beats[0]!) / (first.beats.length - 1);
  const window = 2 * beat;
  const request = {
    ...{ set: { signal: set, sampleRate: first.sampleRate }, first, second, firstPath, secondPath },
    ...{ lowHz: 20, highHz: BASS_HZ, window },
  };
  const every = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * beat);
  const count = Math.max(1, Math.floor((end - start) / beat));
  const levels = await pairLevels({ ...request, moments: every(start, count) });
  const before = await pairLevels({ ...request, moments: every(start - 16 * beat, 12) });
  const after = await pairLevels({ ...request, moments: every(end + 4 * beat, 12) });
  const [gainFirst, gainSecond] = [soloGain(before, 'first'), soloGain(after, 'second')];
  const floor = Math.max(...levels.map(({ sum }) => sum)) * 10 ** (BASS_FLOOR_DB / 10);
  const both = levels.filter(
    (level) =>
      Math.min(level.first, level.second) > floor &&
      Math.abs(decibels(level.first / level.second)) < BASS_CLASH_DB,
  );
  const excess = levels
    .map((level) => ({
      sum: level.sum,
      solo: Math.max(gainFirst * level.firstOriginal, gainSecond * level.secondOriginal),
    }))
    .filter(({ solo }) => solo > floor)
    .map(({ sum, solo }) => decibels(sum / solo));
  return { bassOverlapBars: both.length / 4, summedBassDb: Math.max(...excess, Number.NEGATIVE_INFINITY) };
}
