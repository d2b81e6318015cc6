// What is measured of a decoded frame, to find those that a decoder made of damaged data.
import { JUMP } from './fault-signs';

export interface DecodedFrame {
  /** Its time stamp in seconds. */
  readonly ptsS: number;
  /** Seconds that were decoded before it. */
  readonly atS: number;
  readonly lengthS: number;
  /** Whether the decoder reported an error in it. */
  readonly isReported: boolean;
  /** The largest magnitude of a sample. */
  readonly peak: number;
  /** The power of its loudest 10 ms, over all channels. */
  readonly loudest: number;
  /** Steps between two samples of a channel that are larger than half of all there is. */
  readonly jumps: number;
  /** The largest second difference of its first samples, and of its last ones, for each channel. */
  readonly headRoughness: readonly number[];
  readonly tailRoughness: readonly number[];
  /** The first two samples of each channel, and the last two. */
  readonly first: readonly (readonly [number, number])[];
  readonly last: readonly (readonly [number, number])[];
}

const WINDOW_S = 0.01;
/** How many samples at either end of a frame are compared with those of its neighbours. */
const HEAD_SAMPLES = 256;
const TAIL_SAMPLES = 64;

function loudestOf(samples: Float32Array, windowLength: number): number {
  let loudest = 0;
  for (let from = 0; from < samples.length; from += windowLength) {
    const to = Math.min(samples.length, from + windowLength);
    let squares = 0;
    for (let i = from; i < to; i++) squares += (samples[i] ?? 0) ** 2;
    // A short rest counts as a part of a window, so that a single sample is no level.
    loudest = Math.max(loudest, squares / windowLength);
  }
  return loudest;
}

function peakAndJumps(samples: Float32Array, channels: number): readonly [number, number] {
  let [peak, jumps] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    // What is no number is louder than everything.
    if (!(Math.abs(sample) <= peak))
      peak = Number.isNaN(sample) ? Number.POSITIVE_INFINITY : Math.abs(sample);
    if (i >= channels && Math.abs(sample - (samples[i - channels] ?? 0)) > JUMP) jumps++;
  }
  return [peak, jumps];
}

/** The largest second difference among the samples `from` to `to` of a channel. */
function roughness(
  samples: Float32Array,
  channels: number,
  channel: number,
  from: number,
  to: number,
): number {
  let max = 0;
  const step = channels;
  for (let i = Math.max(0, from) * step + channel; i + 2 * step < to * step; i += step) {
    const second = Math.abs((samples[i] ?? 0) - 2 * (samples[i + step] ?? 0) + (samples[i + 2 * step] ?? 0));
    if (second > max) max = second;
  }
  return max;
}

/**
 * Measures the interleaved samples of a frame.
 * @param sampleRate of them in Hz
 */
export function measureFrame(
  samples: Float32Array,
  channels: number,
  sampleRate: number,
): Omit<DecodedFrame, 'ptsS' | 'atS' | 'lengthS' | 'isReported'> {
  const length = samples.length / channels;
  const every = Array.from({ length: channels }, (_, channel) => channel);
  const sample = (at: number, channel: number) => samples[at * channels + channel] ?? 0;
  const [peak, jumps] = peakAndJumps(samples, channels);
  return {
    peak,
    jumps,
    loudest: loudestOf(samples, channels * Math.round(WINDOW_S * sampleRate)),
    headRoughness: every.map((c) => roughness(samples, channels, c, 0, Math.min(length, HEAD_SAMPLES))),
    tailRoughness: every.map((c) => roughness(samples, channels, c, length - TAIL_SAMPLES, length)),
    first: every.map((c) => [sample(0, c), sample(1, c)]),
    last: every.map((c) => [sample(length - 2, c), sample(length - 1, c)]),
  };
}

/** The largest second difference across the end of `frame` and the beginning of `next`, for a channel. */
export function jointRoughness(frame: DecodedFrame, next: DecodedFrame, channel: number): number {
  const [a, b] = frame.last[channel] ?? [0, 0];
  const [c, d] = next.first[channel] ?? [0, 0];
  return Math.max(Math.abs(a - 2 * b + c), Math.abs(b - 2 * c + d));
}
