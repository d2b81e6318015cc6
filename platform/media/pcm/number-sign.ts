// Distinguishes signed from unsigned integers: read with the wrong sign, samples jump where the sound crosses
// zero.
import type { Evidence } from './sample-evidence';

/** How much smoother than with the wrong sign, and how smooth at most. A square wave at full scale stays below. */
const SMOOTHER = 2.5;
const SMOOTH = 0.35;
/** Of one byte: the wrong sign leaves few powers of two among the sizes, the right one gives many. */
const SMOOTHER_BY_SIZES = 1.5;
const FEW_MAGNITUDES = 3;
const MANY_MAGNITUDES = 6;
/** Longer samples of sound have more. */
const MANY_LONG_MAGNITUDES = 8;

/**
 * Whether integers have the other sign than declared.
 * @param other the samples with the other sign, and `own` those as declared
 * @param isOfOneByte whether they are bytes
 */
export function hasOtherSign(other: Evidence, own: Evidence, isOfOneByte: boolean): boolean {
  if (other.roughness === null || own.roughness === null) return false;
  if (isOfOneByte && own.magnitudes <= FEW_MAGNITUDES && other.magnitudes >= MANY_MAGNITUDES) {
    return other.roughness * SMOOTHER_BY_SIZES < own.roughness;
  }
  const isSound = other.magnitudes >= (isOfOneByte ? MANY_MAGNITUDES : MANY_LONG_MAGNITUDES);
  return isSound && other.roughness < Math.min(SMOOTH, own.roughness / SMOOTHER);
}
