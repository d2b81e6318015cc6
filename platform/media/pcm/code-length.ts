// How many bits a lossless coder needs for samples: bytes that are read as what they are need the fewest.
import type { SampleFormat } from './pcm-format';
import { differences, linearErrors } from './prediction';
import { MAX_BITS, type StoredSamples, storedSamples } from './stored-samples';

/** Samples that share the scale of their prediction errors. */
const BLOCK = 128;
/** What a coder says of each block: its scale. */
const BLOCK_BITS = 5;
/** Predictors of FLAC that need no factors: differences of orders 0 to 3. */
const FIXED_ORDERS = 3;
/** What says that a sample is none of sound, beside its bits. */
const ESCAPE_BITS = 7;
/** Errors so many times as large as the rest are jumps. */
const JUMP = 8;
/** Floats this far below the largest of a block have no use for their precision (a factor of two each). */
const SPARE_BITS = 12;
/** The entropy of errors of some mean size is this much above its logarithm: log2(2 e). */
const ABOVE_LOG = 1 + Math.LOG2E;
/** Larger errors, in steps, are as good as continuous. */
const CONTINUOUS = 1e4;
/** A file with more channels tells enough by these. */
const MAX_CHANNELS = 8;

/** The entropy in bits of integers of both signs whose mean size is `mean` (geometric distribution). */
function entropy(mean: number): number {
  if (mean > CONTINUOUS) return Math.log2(mean) + ABOVE_LOG;
  const both = 2 * mean;
  return both > 1e-9 ? (1 + both) * Math.log2(1 + both) - both * Math.log2(both) : 0;
}

/** Bits for floats whose prediction errors have that mean size: each has a step of its own. */
function floatBits(block: Float64Array, mean: number, { step, precision }: StoredSamples): number {
  if (!(mean > 0)) return 0;
  let peak = 0;
  for (const x of block) peak = Math.max(peak, Math.abs(x));
  const least = Math.max(step, peak * precision * 2 ** -SPARE_BITS, Number.MIN_VALUE);
  const scale = Math.log2(mean) + ABOVE_LOG;
  let bits = 0;
  for (const x of block) {
    const ownStep = Math.max(least, Math.abs(x) * precision);
    bits += Math.max(0, scale - Math.floor(Math.log2(ownStep)));
  }
  return bits;
}

/** The mean size of those `errors` that are no larger than `limit`, and how many are larger. */
function meanWithin(errors: Float64Array, limit: number): { mean: number; larger: number } {
  let [sum, count] = [0, 0];
  for (const error of errors) {
    const size = Math.abs(error);
    if (size > limit) continue;
    sum += size;
    count++;
  }
  return { mean: count === 0 ? 0 : sum / count, larger: errors.length - count };
}

/** Bits for a block of samples, jumps stored by themselves where that is shorter. */
function blockBits(errors: Float64Array, block: Float64Array, samples: StoredSamples, raw: number): number {
  const bitsBy = (mean: number) =>
    samples.precision > 0 ? floatBits(block, mean, samples) : block.length * entropy(mean / samples.step);
  const { mean } = meanWithin(errors, Number.POSITIVE_INFINITY);
  const usual = meanWithin(errors, 2 * mean);
  const limit = JUMP * usual.mean;
  const calm = meanWithin(errors, limit);
  const whole = bitsBy(mean);
  const coded =
    calm.larger === 0 ? whole : Math.min(whole, bitsBy(calm.mean) + calm.larger * (raw + ESCAPE_BITS));
  return BLOCK_BITS + Math.min(coded, raw * block.length);
}

/** Bits for the samples of a window by their prediction errors. */
function windowBits(errors: Float64Array, window: Float64Array, samples: StoredSamples, raw: number): number {
  let bits = 0;
  for (let from = 0; from < errors.length; from += BLOCK) {
    const to = from + BLOCK;
    bits += blockBits(errors.subarray(from, to), window.subarray(from, to), samples, raw);
  }
  return bits;
}

/** The window itself, or what is left of it over another channel, whichever has less energy in its differences. */
function overFirst(window: Float64Array, first: Float64Array | undefined): Float64Array {
  if (first?.length !== window.length) return window;
  const forms = [
    window,
    window.map((x, i) => x - (first[i] ?? 0)),
    window.map((x, i) => x + (first[i] ?? 0)),
  ];
  const energies = forms.map((form) => differences(form).reduce((sum, x) => sum + Math.abs(x), 0));
  return forms[energies.indexOf(Math.min(...energies))] ?? window;
}

/** Bits for a window by the best of the predictors. */
function bestBits(
  window: Float64Array,
  first: Float64Array | undefined,
  samples: StoredSamples,
  raw: number,
): number {
  const form = overFirst(window, first);
  let best = windowBits(linearErrors(form), window, samples, raw);
  let errors = form;
  for (let order = 0; order <= FIXED_ORDERS; order++) {
    best = Math.min(best, windowBits(errors, window, samples, raw));
    errors = differences(errors);
  }
  return best;
}

/** Bits for values by how often each occurs, a table of them included. */
function valueBits(values: ReadonlyMap<number, number>, count: number, raw: number): number {
  let bits = values.size * raw;
  for (const times of values.values()) bits -= times * Math.log2(times / count);
  return bits;
}

/**
 * The bits for each byte of `windows` as samples of `format`, 0 for silence to 8 for bytes that follow no rule.
 * @param isDeclared whether the header says so. Such samples may be any pattern and floats of any small size; another
 *   reading must be sound that is predicted.
 */
export function codeLength(
  windows: readonly Buffer[],
  channels: number,
  format: SampleFormat,
  isDeclared: boolean,
): number {
  const raw = 8 * format.bytes;
  const looked = Math.min(channels, MAX_CHANNELS);
  let first: readonly Float64Array[] = [];
  let [bits, bytes] = [0, 0];
  for (let channel = 0; channel < looked; channel++) {
    const samples = storedSamples(windows, format, { channel, channels, isDeclared });
    const { count, values, implausible } = samples;
    const sums = samples.windows.map((window, i) => bestBits(window, first[i], samples, raw));
    const predicted = sums.reduce((sum, each) => sum + each, 0);
    const hidden = format.kind !== 'float' && predicted > 0 ? Math.max(0, raw - MAX_BITS) * count : 0;
    const coded = values ? Math.min(predicted, valueBits(values, count, raw)) : predicted;
    bits += Math.min(coded + implausible * (raw + ESCAPE_BITS) + hidden, raw * count);
    bytes += count * format.bytes;
    if (channel === 0) first = samples.windows;
  }
  return bytes === 0 ? 0 : bits / bytes;
}
