// Judges from the bytes themselves whether they are samples of a format: headers are wrong more often than sound is.
import { readSample, type SampleFormat } from './pcm-format';

export interface Evidence {
  /**
   * Energy of the difference between neighbouring samples against that of white noise, 0 to about 2, median of the
   * windows. Bytes that are read as the wrong integers are noise, near 1; music is far below. Null for silence, and
   * where so little moves that it says nothing about the rest.
   */
  readonly roughness: number | null;
  /** The same of the smoothest channel, each by itself: one channel may hold cymbals alone. */
  readonly smoothest: number | null;
  /** The share of the samples other than zero whose size is one of sound, 0 to 1; 1 for integers. */
  readonly plausible: number;
  /** Different powers of two among the sizes: sound has many, a pattern of a few integers has not. */
  readonly magnitudes: number;
  /** The binary logarithm of the smallest sample other than zero, rounded down; 0 where there is none. */
  readonly quietest: number;
  /** The largest sample, full scale of integers being 1. */
  readonly peak: number;
  /** Whether so few different values occur that the sound was made of 8 bits or fewer. */
  readonly isLowBit: boolean;
}

/** Floats of sound, at any scale that writers use: full scale is 1, or that of integers of up to 24 bits. */
const SMALLEST = 2 ** -40;
const LARGEST = 2 ** 24;

/** Different values that 8 bits can make, and the two zeros of floats. */
const MOST_LOW_BIT_VALUES = 257;

/** The least share of windows in which something must move. */
const LEAST_MOVING = 0.25;

const isPlausible = (x: number): boolean => Math.abs(x) >= SMALLEST && Math.abs(x) <= LARGEST;

function roughnessOf(window: Float64Array): number | null {
  const mean = window.reduce((sum, x) => sum + x, 0) / window.length;
  let [energy, difference] = [0, 0];
  for (let i = 1; i < window.length; i++) {
    energy += (window[i]! - mean) ** 2;
    difference += (window[i]! - window[i - 1]!) ** 2;
  }
  return energy > 0 ? difference / (2 * energy) : null;
}

/** The middle of `values`, or null when there are none. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** What the samples of windows look like, those of absurd sizes left at 0. */
class Tally {
  /** Of each channel that is looked at. */
  readonly roughness: [number[], number[]] = [[], []];
  readonly magnitudes = new Set<number>();
  readonly values = new Set<number>();
  peak = 0;
  sounding = 0;
  plausible = 0;

  add(window: Float64Array, channel: 0 | 1, mayBeAbsurd: boolean): void {
    for (const [i, x] of window.entries()) {
      if (x === 0) continue;
      this.sounding++;
      if (mayBeAbsurd && !isPlausible(x)) {
        window[i] = 0;
        continue;
      }
      this.plausible++;
      this.peak = Math.max(this.peak, Math.abs(x));
      if (this.values.size <= MOST_LOW_BIT_VALUES) this.values.add(x);
      this.magnitudes.add(Math.floor(Math.log2(Math.abs(x))));
    }
    const rough = roughnessOf(window);
    if (rough !== null) this.roughness[channel].push(rough);
  }
}

/**
 * Looks at windows of a file's data as samples of `format`.
 * @param windows pieces that begin with a whole frame whatever the format is
 */
export function evidenceFor(windows: readonly Buffer[], channels: number, format: SampleFormat): Evidence {
  const frameBytes = channels * format.bytes;
  const tally = new Tally();
  const looked = windows.length * Math.min(2, channels);
  for (const bytes of windows) {
    for (const channel of channels === 1 ? ([0] as const) : ([0, 1] as const)) {
      const window = Float64Array.from({ length: Math.floor(bytes.length / frameBytes) }, (_, i) =>
        readSample(bytes, i * frameBytes + channel * format.bytes, format),
      );
      tally.add(window, channel, format.kind === 'float');
    }
  }
  const rough = tally.roughness.flat();
  return {
    roughness: rough.length < LEAST_MOVING * looked ? null : median(rough),
    smoothest: tally.roughness
      .map(median)
      .reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b)), null),
    plausible: tally.sounding === 0 ? 1 : tally.plausible / tally.sounding,
    magnitudes: tally.magnitudes.size,
    quietest: tally.magnitudes.size === 0 ? 0 : Math.min(...tally.magnitudes),
    peak: tally.peak,
    isLowBit: tally.values.size <= MOST_LOW_BIT_VALUES,
  };
}
