// The round trip from loudspeaker to microphone: bursts are played, and found again in what was recorded.
import { maximumLengthSequence } from './maximum-length-sequence';

/** 46 ms of noise; together with the silence behind it, longer than any round trip that is accepted. */
const ORDER = 11;
const BURSTS = 6;
/** From the beginning of one burst to the next, in seconds. */
const SPACING_S = 0.6;
/** Half a second: whatever takes longer is no device that one can play with. */
const MAX_ROUND_TRIP_S = 0.5;
/** Samples on either side of a peak that belong to it: what loudspeaker and converters smear. */
const PEAK_WIDTH = 24;
/** How far a peak must stand out from everything else that the correlation finds, echoes of a room included. */
const MIN_PEAK_RATIO = 1.6;
/** How far the bursts may disagree, in seconds. */
const MAX_SPREAD_S = 0.001;
/** Of how many bursts the answer must consist. */
const MIN_BURSTS = 4;

export interface TestSignal {
  readonly samples: Float32Array<ArrayBuffer>;
  /** Where each burst begins. */
  readonly starts: readonly number[];
  readonly burst: Float32Array<ArrayBuffer>;
}

/** What is played to measure a round trip, at full scale: the player of it sets the level. @param rate in Hz */
export function makeTestSignal(rate: number): TestSignal {
  const burst = maximumLengthSequence(ORDER);
  const spacing = Math.round(SPACING_S * rate);
  const starts = Array.from({ length: BURSTS }, (_, i) => i * spacing);
  const samples = new Float32Array(BURSTS * spacing);
  for (const start of starts) samples.set(burst, start);
  return { samples, starts, burst };
}

interface Peak {
  /** In samples, between samples as well. */
  readonly lag: number;
  /** The peak over the highest of what lies around it. */
  readonly ratio: number;
}

/** The size of the correlation of the burst with the recording, for each lag from `from` on. */
function correlate(recording: Float32Array, burst: Float32Array, from: number, lags: number): Float32Array {
  const sizes = new Float32Array(lags);
  for (let lag = 0; lag < lags; lag++) {
    let sum = 0;
    const at = from + lag;
    for (let i = 0; i < burst.length; i++) sum += (recording[at + i] ?? 0) * (burst[i] ?? 0);
    sizes[lag] = Math.abs(sum);
  }
  return sizes;
}

/** The highest point of a parabola through three neighbours, relative to the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend === 0 ? 0 : (0.5 * (before - after)) / bend;
}

function highestPeak(sizes: Float32Array): Peak {
  let top = 0;
  for (let i = 1; i < sizes.length; i++) if ((sizes[i] ?? 0) > (sizes[top] ?? 0)) top = i;
  let beside = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (Math.abs(i - top) > PEAK_WIDTH) beside = Math.max(beside, sizes[i] ?? 0);
  }
  const [before, middle, after] = [sizes[top - 1] ?? 0, sizes[top] ?? 0, sizes[top + 1] ?? 0];
  return { lag: top + vertex(before, middle, after), ratio: beside > 0 ? middle / beside : 0 };
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

export type RoundTrip =
  | { readonly seconds: number; readonly spreadS: number }
  /** Why the answer cannot be relied on, for the user. */
  | { readonly refusal: string };

/**
 * Finds the round trip in a recording of the test signal.
 * @param recording mono
 * @param startsAt the sample of the recording at which the test signal was rendered
 * @param rate of the recording, in Hz
 */
export function findRoundTrip(recording: Float32Array, startsAt: number, rate: number): RoundTrip {
  const { starts, burst } = makeTestSignal(rate);
  const lags = Math.round(MAX_ROUND_TRIP_S * rate);
  const peaks = starts
    .filter((start) => startsAt + start + burst.length < recording.length)
    .map((start) => highestPeak(correlate(recording, burst, startsAt + start, lags)))
    .filter(({ ratio }) => ratio >= MIN_PEAK_RATIO)
    .map(({ lag }) => lag / rate)
    .sort((a, b) => a - b);
  if (peaks.length < MIN_BURSTS) {
    return {
      refusal:
        'The studio did not hear its test sound clearly: turn the loudspeakers up or hold the microphone to them.',
    };
  }
  const spreadS = (peaks.at(-1) ?? 0) - (peaks[0] ?? 0);
  if (spreadS > MAX_SPREAD_S) {
    return { refusal: 'The delay changed while it was measured: close other programs and try again.' };
  }
  return { seconds: median(peaks), spreadS };
}
