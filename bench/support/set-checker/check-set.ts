// The checker of sets: knows the set's audio, its tracks and the truth about them, and nothing of who mixed it.
import { bandPower, risesOf } from './band-power';
import { type BeatOffset, beatOffsets, type KnownTrack } from './beat-offsets';
import { findClicks, leapsOf, type Recorded } from './clicks';
import { findCoarsely, SetIndex } from './coarse-place';
import { aroundMoment, dipBetween, loudnessSteps, passageLoudness, type Stereo } from './loudness-course';
import { type PairLevel, pairLevels } from './pair-gains';
import { followTrack, type PathPoint, sourceOnPath, targetOnPath } from './track-path';

const COARSE = {
  fftSize: 1024,
  hop: 441,
  edges: [0, 100, 200, 350, 600, 1000, 1700, 2800, 4500, 7500, 11_000, 16_000],
};
const BASS_HZ = 120;
/** Basses closer to one another than this are two; softer ones than the floor are none. */
const BASS_CLASH_DB = 6;
const BASS_FLOOR_DB = -25;
/** A phrase begins where the other's does within this, as the field's downbeat measures have it. */
const SAME_PLACE_S = 0.07;
/** Passages on either side of an overlap that tell how loud a track is played. */
const GAIN_PASSAGE_S = 8;
/** Overlaps are looked at a little beyond their ends. */
const EDGE_S = 1;

export interface CheckedTrack extends KnownTrack {
  /** Where phrases begin, in seconds; none when that is not known. */
  readonly phrases?: readonly number[];
}

export interface CheckedTransition {
  /** Seconds of the set between which both tracks are heard. */
  readonly start: number;
  readonly end: number;
  readonly beats: readonly BeatOffset[];
  readonly beatMs: { readonly median: number; readonly p95: number; readonly max: number };
  readonly driftMs: number;
  /** Share of the second track's downbeats that fall on the first one's; of its phrases likewise. NaN without any. */
  readonly downbeats: number;
  readonly phrases: number;
  readonly bassOverlapBars: number;
  /** The bass of the set above that of the louder track by itself, at worst. */
  readonly summedBassDb: number;
  readonly jumpLu: number;
  readonly dipLu: number;
  readonly clicks: number;
}

export interface CheckedPlace {
  /** Index of the track. */
  readonly track: number;
  readonly path: readonly PathPoint[];
  /** Integrated loudness of what it plays alone, in LUFS. */
  readonly soloLufs: number;
  /** Where a moment of the track is heard, both in seconds. */
  readonly heardAt: (moment: number) => number;
}

export interface SetCheck {
  /** In the order in which they are heard. */
  readonly places: readonly CheckedPlace[];
  readonly transitions: readonly CheckedTransition[];
  /** The largest distance of a track's loudness from the median, in LU. */
  readonly levelSpreadLu: number;
}

const monoOf = ({ left, right }: Stereo): Float32Array => left.map((sample, i) => (sample + right[i]!) / 2);
const decibels = (ratio: number): number => 10 * Math.log10(ratio);

/** The value below which a share of them lies. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

async function locate(set: Float32Array, sampleRate: number, tracks: readonly CheckedTrack[]) {
  const heard = risesOf(await bandPower(set, { ...COARSE, sampleRate }));
  const index = await SetIndex.create(heard);
  try {
    const found: { track: number; path: PathPoint[] }[] = [];
    for (const [track, { signal }] of tracks.entries()) {
      const rises = risesOf(await bandPower(signal, { ...COARSE, sampleRate }));
      const path = followTrack(rises, heard, findCoarsely(index, rises), sampleRate);
      found.push({ track, path });
    }
    return found.sort((a, b) => a.path[0]!.target - b.path[0]!.target);
  } finally {
    index.dispose();
  }
}

/** Rise of the best line through the offsets from the first to the last, in ms. */
function driftOf(beats: readonly BeatOffset[]): number {
  const n = beats.length;
  if (n < 3) return 0;
  const at = beats.reduce((sum, beat) => sum + beat.at, 0) / n;
  const ms = beats.reduce((sum, beat) => sum + beat.ms, 0) / n;
  const product = beats.reduce((sum, beat) => sum + (beat.at - at) * (beat.ms - ms), 0);
  const spread = beats.reduce((sum, beat) => sum + (beat.at - at) ** 2, 0);
  return (product / spread) * (beats.at(-1)!.at - beats[0]!.at);
}

function sharePhrases(pair: Pair, start: number, end: number): number {
  const heard = ({ phrases = [] }: CheckedTrack, path: readonly PathPoint[]) =>
    phrases.map((at) => targetOnPath(path, at)).filter((at) => at > start - EDGE_S && at < end - EDGE_S);
  const [first, second] = [heard(pair.first, pair.firstPath), heard(pair.second, pair.secondPath)];
  const together = second.filter((at) => first.some((other) => Math.abs(other - at) < SAME_PLACE_S));
  return first.length > 0 ? together.length / second.length : Number.NaN;
}

interface Pair {
  readonly first: CheckedTrack;
  readonly second: CheckedTrack;
  readonly firstPath: readonly PathPoint[];
  readonly secondPath: readonly PathPoint[];
}

/** Gain of power at which a track plays where it is alone, from a passage before or after the overlap. */
function soloGain(levels: readonly PairLevel[], pick: 'first' | 'second'): number {
  const gains = levels.map((level) => level.sum / (level[`${pick}Original`] + 1e-20));
  return quantileOf(gains, 0.5);
}

async function checkBass(set: Float32Array, pair: Pair, start: number, end: number) {
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

function countClicks(set: Float32Array, pair: Pair, start: number, end: number): number {
  const { sampleRate } = pair.first;
  const cut = (signal: Float32Array, from: number, to: number) => {
    const first = Math.max(0, Math.round(from * sampleRate));
    return { first, leaps: leapsOf(signal.subarray(first, Math.max(first, Math.round(to * sampleRate)))) };
  };
  const heard = cut(set, start - EDGE_S, end + EDGE_S);
  const rms = (signal: Float32Array, from: number) => {
    const first = Math.max(0, Math.round(from * sampleRate));
    const part = signal.subarray(first, first + Math.round(GAIN_PASSAGE_S * sampleRate));
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  };
  const place = ({ signal }: CheckedTrack, path: readonly PathPoint[], alone: number): Recorded => {
    const { first, leaps } = cut(
      signal,
      sourceOnPath(path, start - EDGE_S),
      sourceOnPath(path, end + EDGE_S),
    );
    const sampleOf = (at: number) => sourceOnPath(path, (heard.first + at) / sampleRate) * sampleRate - first;
    return { leaps, sampleOf, gain: rms(set, alone) / rms(signal, sourceOnPath(path, alone)) };
  };
  const places = [
    place(pair.first, pair.firstPath, start - EDGE_S - GAIN_PASSAGE_S),
    place(pair.second, pair.secondPath, end + EDGE_S),
  ];
  return findClicks(heard.leaps, places).length;
}

async function checkTransition(
  set: Float32Array,
  steps: readonly number[],
  pair: Pair,
): Promise<CheckedTransition> {
  const { first, second, firstPath, secondPath } = pair;
  const { sampleRate } = first;
  const together = await beatOffsets({ signal: set, sampleRate }, first, firstPath, second, secondPath);
  const { beats } = together;
  const start = secondPath[0]!.target;
  const end = Math.max(start, together.firstEnds);
  const sizes = beats.map(({ ms }) => Math.abs(ms));
  const downbeats = beats.filter(
    ({ isFirstDownbeat, isSecondDownbeat }) => isFirstDownbeat || isSecondDownbeat,
  );
  const aligned = downbeats.filter(
    ({ isFirstDownbeat, isSecondDownbeat }) => isFirstDownbeat && isSecondDownbeat,
  );
  const jumps = [start, end]
    .map((at) => aroundMoment(steps, at))
    .map(({ before, after }) => Math.abs(after - before));
  return {
    ...{ start, end, beats },
    beatMs: { median: quantileOf(sizes, 0.5), p95: quantileOf(sizes, 0.95), max: Math.max(0, ...sizes) },
    driftMs: driftOf(beats),
    downbeats: aligned.length / downbeats.length,
    phrases: sharePhrases(pair, start, end),
    ...(await checkBass(set, pair, start, end)),
    ...{ jumpLu: Math.max(...jumps), dipLu: dipBetween(steps, start, end) },
    clicks: countClicks(set, pair, start, end),
  };
}

/**
 * Checks a set. Set and tracks have one sample rate.
 * @param tracks in any order; each is looked for in the set
 */
export async function checkSet(set: Stereo, tracks: readonly CheckedTrack[]): Promise<SetCheck> {
  const mono = monoOf(set);
  const found = await locate(mono, set.sampleRate, tracks);
  const steps = loudnessSteps(set);
  const transitions: CheckedTransition[] = [];
  for (const [i, { track, path }] of found.entries()) {
    const next = found[i + 1];
    if (!next) break;
    const pair = {
      first: tracks[track]!,
      second: tracks[next.track]!,
      firstPath: path,
      secondPath: next.path,
    };
    transitions.push(await checkTransition(mono, steps, pair));
  }
  const places = found.map(({ track, path }, i): CheckedPlace => {
    const from = transitions[i - 1]?.end ?? path[0]!.target;
    const to = transitions[i]?.start ?? path.at(-1)!.target;
    const heardAt = (moment: number) => targetOnPath(path, moment);
    return { track, path, heardAt, soloLufs: passageLoudness(set, from, Math.max(to, from + 1)) };
  });
  const levels = places.map(({ soloLufs }) => soloLufs);
  const median = quantileOf(levels, 0.5);
  return { places, transitions, levelSpreadLu: Math.max(...levels.map((level) => Math.abs(level - median))) };
}
