// The checker of sets: knows the set's audio, its tracks and the truth about them, and nothing of who mixed it.
import { foldDown } from '@/audio/stereo/fold-down';
import { bandPower, risesOf } from './band-power';
import { type BeatOffset, beatOffsets } from './beat-offsets';
import { checkBass } from './check-bass';
import { countClicks } from './check-clicks';
import { findCoarsely, SetIndex } from './coarse-place';
import { aroundMoment, dipBetween, loudnessSteps, passageLoudness, type Stereo } from './loudness-course';
import { type CheckedTrack, EDGE_S, type Pair, quantileOf } from './pair';
import { followTrack, type PathPoint, targetOnPath } from './track-path';

const COARSE = {
  fftSize: 1024,
  hop: 441,
  edges: [0, 100, 200, 350, 600, 1000, 1700, 2800, 4500, 7500, 11_000, 16_000],
};
/** A phrase begins where the other's does within this, as the field's downbeat measures have it. */
const SAME_PLACE_S = 0.07;
export interface CheckedTransition {
  /** Seconds of the set between which both tracks are audible. */
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
  /** Where a moment of the track plays, both in seconds. */
  readonly heardAt: (moment: number) => number;
}

export interface SetCheck {
  /** In playing order. */
  readonly places: readonly CheckedPlace[];
  readonly transitions: readonly CheckedTransition[];
  /** The largest distance of a track's loudness from the median, in LU. */
  readonly levelSpreadLu: number;
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
    start,
    end,
    beats,
    beatMs: { median: quantileOf(sizes, 0.5), p95: quantileOf(sizes, 0.95), max: Math.max(0, ...sizes) },
    driftMs: driftOf(beats),
    downbeats: aligned.length / downbeats.length,
    phrases: sharePhrases(pair, start, end),
    ...(await checkBass(set, pair, { start, end })),
    jumpLu: Math.max(...jumps),
    dipLu: dipBetween(steps, start, end),
    clicks: countClicks(set, pair, start, end),
  };
}

/**
 * Checks a set. Set and tracks have one sample rate.
 * @param tracks in any order; each is looked for in the set
 */
export async function checkSet(set: Stereo, tracks: readonly CheckedTrack[]): Promise<SetCheck> {
  // The mean of both sides would lose what cancels in it, and then the track that it belongs to.
  const mono = await foldDown(set.left, set.right);
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
      aloneFrom: transitions[i - 1]?.end ?? 0,
      aloneTo: found[i + 2]?.path[0]?.target ?? set.left.length / set.sampleRate,
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
