// Measures how far the beats of two tracks lie apart where both sound, from the set and the true beats of both.
import { bandPower } from './band-power';
import { alignPair, type Heard } from './pair-alignment';
import { type PathPoint, sourceOnPath, targetOnPath } from './track-path';

const FINE = { fftSize: 256, hop: 64, edges: [0, 200, 500, 900, 1500, 2500, 4000, 6500, 10_000, 16_000] };
/** The window around a beat, in beats. */
const WINDOW_BEATS = 4;
const MARGIN_S = 3;
/** Beats this far apart belong to different places of the music. */
const SAME_BEAT_S = 0.12;

/** A recording and what is known of it. */
export interface KnownTrack {
  readonly signal: Float32Array;
  readonly sampleRate: number;
  /** Seconds. */
  readonly beats: readonly number[];
  readonly downbeats: readonly number[];
}

export interface HeardTogether {
  readonly beats: readonly BeatOffset[];
  /** Seconds of the set up to which the first track is audible beside the second. */
  readonly firstEnds: number;
}

export interface BeatOffset {
  /** Seconds of the set. */
  readonly at: number;
  /** How much later the second track's beat is, in ms. */
  readonly ms: number;
  /** Whether a bar of the first track begins here, and whether one of the second does. */
  readonly isFirstDownbeat: boolean;
  readonly isSecondDownbeat: boolean;
}

async function heardBetween(
  signal: Float32Array,
  sampleRate: number,
  from: number,
  to: number,
): Promise<Heard> {
  const first = Math.max(0, Math.floor(from * sampleRate));
  const part = signal.subarray(first, Math.max(first + 1, Math.ceil(to * sampleRate)));
  const power = await bandPower(part, { ...FINE, sampleRate });
  return { power, start: first / sampleRate, step: FINE.hop / sampleRate };
}

const isNear = (times: readonly number[], time: number): boolean =>
  times.some((each) => Math.abs(each - time) < 1e-3);

/** So many beats in a row say that a track is there; a single one may be chance. */
const SURE_BEATS = 3;

/**
 * The last of at least three moments in a row at which the track is audible; `otherwise` when there are none.
 */
function lastSure(moments: readonly (number | null)[], otherwise: number): number {
  for (let i = moments.length - 1; i >= SURE_BEATS - 1; i--) {
    const run = moments.slice(i - SURE_BEATS + 1, i + 1);
    if (run.every((moment) => moment !== null)) return moments[i]!;
  }
  return otherwise;
}

/** Offsets at every beat of `first` that is audible together with `second`. */
export async function beatOffsets(
  set: { readonly signal: Float32Array; readonly sampleRate: number },
  first: KnownTrack,
  firstPath: readonly PathPoint[],
  second: KnownTrack,
  secondPath: readonly PathPoint[],
): Promise<HeardTogether> {
  const [from, to] = [secondPath[0]!.target, firstPath.at(-1)!.target];
  if (to - from < 1) return { beats: [], firstEnds: to };
  const { sampleRate } = set;
  const along = (path: readonly PathPoint[], at: number) => sourceOnPath(path, at);
  const heard = {
    set: await heardBetween(set.signal, sampleRate, from - MARGIN_S, to + MARGIN_S),
    first: await heardBetween(
      first.signal,
      sampleRate,
      along(firstPath, from) - MARGIN_S,
      along(firstPath, to) + MARGIN_S,
    ),
    second: await heardBetween(
      second.signal,
      sampleRate,
      along(secondPath, from) - MARGIN_S,
      along(secondPath, to) + MARGIN_S,
    ),
  };
  const offsets: BeatOffset[] = [];
  const firstHeard: (number | null)[] = [];
  for (const [index, beat] of first.beats.entries()) {
    const planned = targetOnPath(firstPath, beat);
    if (planned < from || planned > to) continue;
    const length = ((first.beats[index + 1] ?? beat + 0.5) - beat) * WINDOW_BEATS;
    const window = { from: planned - length / 2, to: planned + length / 2 };
    const lags = alignPair({ ...heard, firstPath, secondPath, ...window });
    firstHeard.push(lags.first === null ? null : planned + length / 2);
    if (lags.first === null || lags.second === null) continue;
    const at = planned + lags.first;
    const other = nearestBeat(second, secondPath, at - lags.second);
    if (other === null || Math.abs(other.target + lags.second - at) > SAME_BEAT_S) continue;
    offsets.push({
      at,
      ms: (other.target + lags.second - at) * 1000,
      isFirstDownbeat: isNear(first.downbeats, beat),
      isSecondDownbeat: isNear(second.downbeats, other.beat),
    });
  }
  const firstEnds = Math.min(to, lastSure(firstHeard, to));
  return { beats: offsets.filter(({ at }) => at <= firstEnds), firstEnds };
}

/** The beat of a track that plays nearest to a moment of the set. */
function nearestBeat({ beats }: KnownTrack, path: readonly PathPoint[], target: number) {
  const source = sourceOnPath(path, target);
  const beat = beats.reduce<number | null>(
    (best, each) => (best === null || Math.abs(each - source) < Math.abs(best - source) ? each : best),
    null,
  );
  return beat === null ? null : { beat, target: targetOnPath(path, beat) };
}
