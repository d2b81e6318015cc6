// One channel of an uncompressed file as samples of some format, with the size of the steps between its values.
import { type SampleFormat, sampleReader } from './pcm-format';

export interface StoredSamples {
  /** Windows of samples, integers as fractions of full scale; what is no sound is left at 0. */
  readonly windows: readonly Float64Array[];
  readonly count: number;
  /** The step that all values are multiples of; 0 for floats without one. */
  readonly step: number;
  /** The weight of the last bit of a float of size 1; 0 for integers. */
  readonly precision: number;
  /** Floats whose size is none of sound. */
  readonly implausible: number;
  /** How often each value occurs, or null where there are too many. */
  readonly values: ReadonlyMap<number, number> | null;
}

/** Floats of sound, at any scale that writers use: full scale is 1, or that of integers of up to 24 bits. */
const LARGEST_FLOAT = 2 ** 24;
/** Below is what no other reading of bytes is believed to be. Computed zeros of 1e-16 and long tails lie above. */
const SMALLEST = 2 ** -60;
/** Steps of floats that were made of integers. */
const STEPS_OF_FLOATS = [1, 2 ** -7, 2 ** -15, 2 ** -23, 2 ** -31];
/** More values are no pattern. */
const MAX_VALUES = 257;
/** What a double holds of longer integers. */
export const MAX_BITS = 48;

const areMultiples = (windows: readonly Float64Array[], step: number): boolean =>
  windows.every((window) => window.every((x) => Number.isInteger(x / step)));

/** The largest power of two that all integers are multiples of: fewer bits are valid than are stored. */
function integerStep(windows: readonly Float64Array[], bits: number): number {
  let step = 2 ** (1 - Math.min(MAX_BITS, bits));
  while (step < 1 && areMultiples(windows, 2 * step)) step *= 2;
  return step;
}

function countValues(windows: readonly Float64Array[]): Map<number, number> | null {
  const values = new Map<number, number>();
  for (const window of windows) {
    for (const x of window) {
      values.set(x, (values.get(x) ?? 0) + 1);
      if (values.size > MAX_VALUES) return null;
    }
  }
  return values;
}

/** Puts 0 in place of floats that are no sound, and returns how many there were. */
function removeImplausible(window: Float64Array, smallest: number): number {
  let removed = 0;
  for (let i = 0; i < window.length; i++) {
    const size = Math.abs(window[i] ?? 0);
    if (size === 0 || (size >= smallest && size <= LARGEST_FLOAT)) continue;
    removed++;
    window[i] = 0;
  }
  return removed;
}

/**
 * Reads a channel of `windows`, which begin with a whole frame whatever the format is.
 * @param isDeclared whether the header says that these are the samples: floats may then be as small as they like
 */
export function storedSamples(
  windows: readonly Buffer[],
  format: SampleFormat,
  { channel, channels, isDeclared }: { channel: number; channels: number; isDeclared: boolean },
): StoredSamples {
  const { bytes, kind } = format;
  const frame = channels * bytes;
  const read = sampleReader(format);
  const samples = windows.map((window) => {
    const result = new Float64Array(Math.floor(window.length / frame));
    for (let i = 0; i < result.length; i++) result[i] = read(window, i * frame + channel * bytes);
    return result;
  });
  const isFloat = kind === 'float';
  const smallest = isDeclared ? 0 : SMALLEST;
  const implausible = isFloat
    ? samples.reduce((sum, window) => sum + removeImplausible(window, smallest), 0)
    : 0;
  const step = isFloat
    ? (STEPS_OF_FLOATS.find((each) => areMultiples(samples, each)) ?? 0)
    : integerStep(samples, 8 * bytes);
  return {
    windows: samples,
    count: samples.reduce((sum, { length }) => sum + length, 0),
    step,
    precision: isFloat ? 2 ** (bytes === 4 ? -23 : -52) : 0,
    implausible,
    values: isDeclared ? countValues(samples) : null,
  };
}
