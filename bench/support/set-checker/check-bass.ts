// Checks the basses of an overlap: whose they are, and how loud they are together.
import { type Pair, quantileOf } from './pair';
import { type PairLevel, pairLevels } from './pair-gains';
import { pitchOnPath } from './transposition';

const BASS_HZ = 120;
/** Basses closer to one another than this are two; softer ones than the floor are none. */
const BASS_CLASH_DB = 6;
const BASS_FLOOR_DB = -25;
const decibels = (ratio: number): number => 10 * Math.log10(ratio);

/** Where a track is alone is measured up to so far from the overlap, this many times: not the joint's own level. */
const SOLO_BEATS = 96;
const SOLO_MOMENTS = 24;
/** An overlap may begin or end this much outside of where it is audible. */
const CLEAR_BEATS = 4;

/** Gain of power at which a track plays where it is alone, from a passage before or after the overlap. */
function soloGain(levels: readonly PairLevel[], pick: 'first' | 'second'): number {
  const gains = levels.map((level) => level.sum / (level[`${pick}Original`] + 1e-20));
  return quantileOf(gains, 0.5);
}

/** Where each track of a pair is alone, in seconds of the set: between its neighbours, not too far from the overlap. */
function soloPassages({ firstPath, secondPath, aloneFrom, aloneTo }: Pair, overlap: Overlap, beat: number) {
  const [reach, clear] = [SOLO_BEATS * beat, CLEAR_BEATS * beat];
  const [before, after] = [overlap.start - clear, overlap.end + clear];
  return {
    first: [
      Math.min(before - clear, Math.max(aloneFrom + clear, firstPath[0]!.target, before - reach)),
      before,
    ],
    second: [
      after,
      Math.max(after + clear, Math.min(aloneTo - clear, secondPath.at(-1)!.target, after + reach)),
    ],
  } as const;
}

/** Seconds of the set between which both tracks are audible. */
interface Overlap {
  readonly start: number;
  readonly end: number;
}

/** Bars with both basses, and the set's bass above that of the louder track by itself, at worst. */
export async function checkBass(set: Float32Array, pair: Pair, overlap: Overlap) {
  const { first, second, firstPath, secondPath } = pair;
  const { start, end } = overlap;
  const beat = (first.beats.at(-1)! - first.beats[0]!) / (first.beats.length - 1);
  const mono = { signal: set, sampleRate: first.sampleRate };
  const solo = soloPassages(pair, overlap, beat);
  const request = {
    set: mono,
    first,
    second,
    firstPath,
    secondPath,
    lowHz: 20,
    highHz: BASS_HZ,
    window: 2 * beat,
    firstPitch: await pitchOnPath(mono, first, firstPath, ...solo.first),
    secondPitch: await pitchOnPath(mono, second, secondPath, ...solo.second),
  };
  const every = (from: number, step: number, count: number) =>
    Array.from({ length: count }, (_, i) => from + i * step);
  const soloLevels = ([from, to]: readonly [number, number]) =>
    pairLevels({ ...request, moments: every(from, (to - from) / SOLO_MOMENTS, SOLO_MOMENTS) });
  const count = Math.max(1, Math.floor((end - start) / beat));
  const levels = await pairLevels({ ...request, moments: every(start, beat, count) });
  const gainFirst = soloGain(await soloLevels(solo.first), 'first');
  const gainSecond = soloGain(await soloLevels(solo.second), 'second');
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
