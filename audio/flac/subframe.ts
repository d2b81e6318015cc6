// FLAC subframes: one channel of one block, as constant, raw or predicted samples (RFC 9639, section 9.2).
import type { BitReader } from './bit-reader';

const MAX_ORDER = 32;

/** The fixed predictors as weights of the previous samples, newest first. */
const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * Doubles represent every product and sum exactly: 25-bit samples, 15-bit weights and 32 terms stay below
 * 2^45.
 */
const weights = new Float64Array(MAX_ORDER);

/**
 * Reads one subframe into `samples[0..blockSize)`.
 * @param bits sample size in bits, one more for a side channel
 * @throws RangeError when the subframe is not one
 */
export function readSubframe(
  reader: BitReader,
  samples: Float64Array,
  blockSize: number,
  bits: number,
): void {
  reader.read(1);
  const kind = reader.read(6);
  const wasted = reader.read(1) === 1 ? reader.readUnary() + 1 : 0;
  const size = bits - wasted;
  if (size < 1) throw new RangeError('A FLAC subframe wastes all its bits.');
  if (kind === 0) samples.fill(reader.readSigned(size), 0, blockSize);
  else if (kind === 1) readWarmUp(reader, samples, blockSize, size);
  else if (kind >= 8 && kind <= 12) readFixed(reader, samples, blockSize, size, kind - 8);
  else if (kind >= 32) readPredicted(reader, samples, blockSize, size, kind - 31);
  else throw new RangeError(`FLAC subframes of kind ${kind} are reserved.`);
  if (wasted > 0) for (let i = 0; i < blockSize; i++) samples[i]! *= 2 ** wasted;
}

function readWarmUp(reader: BitReader, samples: Float64Array, count: number, size: number): void {
  for (let i = 0; i < count; i++) samples[i] = reader.readSigned(size);
}

function readFixed(
  reader: BitReader,
  samples: Float64Array,
  blockSize: number,
  size: number,
  order: number,
): void {
  readWarmUp(reader, samples, order, size);
  readResidual(reader, samples, blockSize, order);
  weights.set(FIXED[order]!);
  predict(samples, blockSize, order, 0);
}

function readPredicted(
  reader: BitReader,
  samples: Float64Array,
  blockSize: number,
  size: number,
  order: number,
): void {
  readWarmUp(reader, samples, order, size);
  const precision = reader.read(4) + 1;
  const shift = reader.readSigned(5);
  if (precision === 16 || shift < 0) throw new RangeError('A FLAC predictor has an impossible precision.');
  for (let i = 0; i < order; i++) weights[i] = reader.readSigned(precision);
  readResidual(reader, samples, blockSize, order);
  predict(samples, blockSize, order, shift);
}

/** Adds to each residual what the samples before it predict. */
function predict(samples: Float64Array, blockSize: number, order: number, shift: number): void {
  const scale = 2 ** -shift;
  for (let i = order; i < blockSize; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += weights[j]! * samples[i - 1 - j]!;
    samples[i]! += Math.floor(sum * scale);
  }
}

/** Reads the Rice-coded residual into `samples[order..blockSize)`. */
function readResidual(reader: BitReader, samples: Float64Array, blockSize: number, order: number): void {
  const method = reader.read(2);
  if (method > 1) throw new RangeError('FLAC residuals of this kind are reserved.');
  const parameterBits = method === 0 ? 4 : 5;
  const rawCode = 2 ** parameterBits - 1;
  const partitions = 2 ** reader.read(4);
  const size = blockSize / partitions;
  if (!Number.isInteger(size) || size < order)
    throw new RangeError('FLAC partitions do not fit their block.');
  for (let partition = 0; partition < partitions; partition++) {
    const from = partition === 0 ? order : partition * size;
    const to = (partition + 1) * size;
    const parameter = reader.read(parameterBits);
    if (parameter === rawCode) readRaw(reader, samples, from, to);
    else reader.readRice(samples, from, to, parameter);
    if (reader.overrun) throw new RangeError('The FLAC data is cut off.');
  }
}

function readRaw(reader: BitReader, samples: Float64Array, from: number, to: number): void {
  const size = reader.read(5);
  for (let i = from; i < to; i++) samples[i] = size === 0 ? 0 : reader.readSigned(size);
}
