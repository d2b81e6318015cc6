// Whether a lossless coder needs far fewer bits for samples in another format than the header's: the measure of last resort.
import { codeLength } from './code-length';
import type { Judge } from './number-kind';
import type { SampleFormat } from './pcm-format';
import { SMOOTH, SMOOTHER } from './smoothness';

/** Another format is believed only where it needs fewer than this share of the bits of the declared one. */
const SHORTER = 0.97;
/** The same of the other order of bytes, where its smoothness alone speaks for it. */
const FAR_SHORTER = 0.75;
/** How much of it at most is not predicted there, in every channel. */
const MAX_RESIDUAL = 0.1;

/** Bits for each byte of the file in a format; `isDeclared` as in `codeLength`. */
export type Lengths = (format: SampleFormat, isDeclared: boolean) => number;

export const lengthsOf =
  (windows: readonly Buffer[], channels: number): Lengths =>
  (format, isDeclared) =>
    codeLength(windows, channels, format, isDeclared);

/**
 * Whether bytes that look like sound as `other` need fewer bits as that as well. Three cases go without this. Most bits of
 * doubles are noise, and numbers near zero are what any bytes look like in them. Floats in place of integers of another
 * size are known by their sizes, and halves of them are coded as well as the whole. Few values need as many bits in any
 * numbers.
 */
export function isConfirmed(
  other: SampleFormat,
  format: SampleFormat,
  judge: Judge,
  lengthOf: Lengths,
): boolean {
  const areDoubles = format.bytes >= 4 && Math.max(other.bytes, format.bytes) === 8;
  const isFloatForInteger = other.kind === 'float' && format.kind !== 'float';
  const areFloats = isFloatForInteger && (other.bytes !== format.bytes || judge(format).isLowBit);
  return areDoubles || areFloats || lengthOf(other, false) < SHORTER * lengthOf(format, true);
}

/** The other order of bytes where it makes smooth and far shorter integers of every channel; null where it does not. */
export function shorterOrder(format: SampleFormat, judge: Judge, lengthOf: Lengths): SampleFormat | null {
  const { kind, bytes, bigEndian } = format;
  if (kind !== 'signed' || bytes === 1 || bytes === 8) return null;
  const reversed = { ...format, bigEndian: !bigEndian };
  const [own, other] = [judge(format), judge(reversed)];
  // A channel that does not move is not smooth.
  const roughest = other.roughest ?? 1;
  const isSmooth = roughest < Math.min(SMOOTH, (own.smoothest ?? 0) / SMOOTHER);
  // Bytes of a few values are few values in either order, and clipped noise is near zero in the other.
  if (own.isLowBit || !isSmooth || other.largestResidual > MAX_RESIDUAL) return null;
  return lengthOf(reversed, false) < FAR_SHORTER * lengthOf(format, true) ? reversed : null;
}
