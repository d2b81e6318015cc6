// Distinguishes integers from floats, and float sizes, by the samples: bytes are almost never plausible as
// both.
import { formatOf, type SampleFormat } from './pcm-format';
import type { Evidence } from './sample-evidence';
import { MAX_NOISE, SMOOTH } from './smoothness';

export type Judge = (format: SampleFormat) => Evidence;

/** Floats of sound have sizes over many powers of two; integers read as floats hardly ever fall among them. */
export const NEARLY_ALL = 0.999;
const MIN_MAGNITUDES = 4;
/** Integers of sound have at least as many; absurd floats that are read as integers have not. */
export const MIN_INTEGER_MAGNITUDES = 8;
/** The same of sound of few bits. Its floats are integers far from zero without exception, which sound never is. */
const MIN_LOW_BIT_MAGNITUDES = 3;
const FAR_FROM_ZERO = -2;
/** Integers that are read as floats have sizes all over what a float can be; a tail that fades has tiny ones alone. */
const MAX_PLAUSIBLE_OF_ABSURD = 0.5;
const SOME_ARE_HUGE = 0.05;
/** So are floats of the other size, in part: half of each are bits of no weight. */
const MANY_ARE_ABSURD = 0.95;
/**
 * A square wave of integers at half scale under hiss looks like floats of a few sizes, but as floats it is all hiss.
 * Floats of sound that are read as integers jump where they cross zero, so they are hardly ever smoother.
 */
const MAX_TIMES_ROUGHER = 3;
const HARDLY_ANY = 1e-3;
/** Computed sines have zeros of 1e-16, which are no sizes of sound; the rest of them is far smoother than integers. */
const MIN_PLAUSIBLE_WITH_ZEROS = 0.9;
const SMOOTHER_WITH_ZEROS = 3;

const roughness = (evidence: Evidence): number => evidence.roughness ?? 0;

/** Whether floats are no sound: most of them are far too small or too large. */
export const isAbsurd = ({ plausible, huge }: Evidence): boolean =>
  plausible < MAX_PLAUSIBLE_OF_ABSURD && huge > SOME_ARE_HUGE;

/** Whether the sizes are those of smooth sound, but for zeros that were computed. */
const isSmoothButForZeros = (evidence: Evidence): boolean =>
  evidence.plausible >= MIN_PLAUSIBLE_WITH_ZEROS &&
  !evidence.isLowBit &&
  evidence.magnitudes >= MIN_INTEGER_MAGNITUDES &&
  evidence.roughness !== null &&
  evidence.roughness < SMOOTH;

/** Whether it is, and another reading is far rougher. */
const isSmoother = (evidence: Evidence, other: Evidence): boolean =>
  isSmoothButForZeros(evidence) &&
  roughness(other) < MAX_NOISE &&
  roughness(evidence) * SMOOTHER_WITH_ZEROS < roughness(other);

/** Whether the sizes are neighbours: steps of a few integers, read as floats, are of sizes far from each other. */
const areNeighbours = ({ peak, quietest, magnitudes }: Evidence): boolean =>
  Math.floor(Math.log2(peak)) - quietest <= magnitudes;

/** Whether bytes that were read as `asInteger` are floats: nearly all of them have the size of sound. */
export function isFloat(evidence: Evidence, asInteger: Evidence): boolean {
  if (evidence.plausible < NEARLY_ALL) return isSmoother(evidence, asInteger);
  // A constant under hiss has sizes of sound as well, in each channel of another sign.
  if (!(evidence.rarerSign > 0) || roughness(evidence) > MAX_TIMES_ROUGHER * roughness(asInteger))
    return false;
  if (!evidence.isLowBit) return evidence.magnitudes >= MIN_MAGNITUDES;
  const isFarFromZero = asInteger.quietest >= FAR_FROM_ZERO;
  return isFarFromZero && evidence.magnitudes >= MIN_LOW_BIT_MAGNITUDES && areNeighbours(evidence);
}

/** Whether one channel at least is smooth, and what is no sound in the others are tiny numbers: fades and computed zeros. */
const isSmoothAndFading = ({ huge, smoothest }: Evidence): boolean =>
  huge < HARDLY_ANY && smoothest !== null && smoothest < SMOOTH;

/** Whether floats of `other` size explain bytes that are in part absurd as floats of their `own`. */
function isOfOtherSize(other: Evidence, own: Evidence): boolean {
  // What is no number says nothing about the size: those floats are broken.
  const sound = own.plausible + own.notNumbers;
  if (sound >= NEARLY_ALL) return false;
  const isPartAbsurd = sound < MANY_ARE_ABSURD;
  if (other.plausible < NEARLY_ALL) return isPartAbsurd ? isSmoothButForZeros(other) : isSmoother(other, own);
  if (other.magnitudes < MIN_MAGNITUDES) return false;
  // Loud floats that are read as doubles have sizes of sound, nearly all of them, and are rough.
  return isPartAbsurd || roughness(other) < roughness(own);
}

/** Integers or floats, whatever the header says. */
export function ofRightKind(format: SampleFormat, mayDifferInSize: boolean, judge: Judge): SampleFormat {
  const { kind, bytes, bigEndian } = format;
  if (kind === 'unsigned' || (bytes !== 4 && bytes !== 8)) return format;
  const [float, integer] = [formatOf('float', bytes, bigEndian), formatOf('integer', bytes, bigEndian)];
  const otherSize = formatOf('float', 12 - bytes, bigEndian);
  if (!float || !integer || !otherSize) return format;
  const asFloat = judge(float);
  if (kind === 'signed') return isFloat(asFloat, judge(integer)) ? float : format;
  // Doubles of sound with tiny numbers beside them are smooth ones of half the size; half of each is no number of sound.
  const isFading = bytes === 4 && isSmoothAndFading(asFloat);
  if (
    mayDifferInSize &&
    !isFading &&
    asFloat.plausible < NEARLY_ALL &&
    isOfOtherSize(judge(otherSize), asFloat)
  )
    return otherSize;
  if (!isAbsurd(asFloat)) return format;
  // Floats far beyond full scale, read as integers, have all but no small values among many.
  const { magnitudes: sizes, isLowBit } = judge(integer);
  const isSound = sizes >= (isLowBit ? MIN_LOW_BIT_MAGNITUDES : MIN_INTEGER_MAGNITUDES);
  return isSound ? integer : format;
}
