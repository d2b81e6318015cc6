// The peaks of one power spectrum: which bins count as peaks, and where between bins each lies.

/** Above this lies little of the pitch of notes. */
export const HIGHEST_NOTE_HZ = 3500;

/** Peaks quieter than the frame's loudest by this factor in amplitude (46 dB) are left out. */
const PEAK_RANGE = 0.005;

/** The power that a peak among the bins from `first` to `last` must exceed. */
export function minPeakPower(power: Float32Array, first: number, last: number): number {
  let loudest = 0;
  for (let bin = first; bin <= last; bin++) if (power[bin]! > loudest) loudest = power[bin]!;
  return loudest * PEAK_RANGE * PEAK_RANGE;
}

/** Whether a bin is a peak that counts. */
export const isPeak = (power: Float32Array, bin: number, minPower: number): boolean =>
  power[bin]! > minPower && power[bin]! >= power[bin - 1]! && power[bin]! > power[bin + 1]!;

/** Where a peak lies, in fractions of a bin, by a parabola through the logarithms. */
export function peakPlace(power: Float32Array, bin: number): number {
  const a = Math.log(power[bin - 1]! + 1e-20);
  const b = Math.log(power[bin]!);
  const c = Math.log(power[bin + 1]! + 1e-20);
  return bin + (0.5 * (a - c)) / (a - 2 * b + c);
}

/** The square root of the amplitude, which keeps one loud voice from drowning chords. */
export const peakWeight = (power: number): number => Math.sqrt(Math.sqrt(power));
