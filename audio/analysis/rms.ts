// The level of every frame of a signal.
import { countFrames, FRAME_LENGTH, HOP, usableSignal } from './frames';

/** The sum of squares of every stretch of `hop` samples; the last may be shorter. */
function stretchEnergies(signal: Float32Array, hop: number): Float64Array {
  const energies = new Float64Array(Math.ceil(signal.length / hop));
  for (let stretch = 0; stretch < energies.length; stretch++) {
    const end = Math.min(signal.length, (stretch + 1) * hop);
    let energy = 0;
    for (let i = stretch * hop; i < end; i++) energy += signal[i]! * signal[i]!;
    energies[stretch] = energy;
  }
  return energies;
}

/**
 * The mean square of every centred frame, with silence beyond both ends.
 * @param frameLength an even multiple of `hop`, so that frames are made of whole hops
 * @throws RangeError when it is not
 */
export function meanSquares(
  signal: Float32Array,
  frameLength: number = FRAME_LENGTH,
  hop: number = HOP,
): Float32Array {
  if (frameLength % (2 * hop) !== 0) {
    throw new RangeError(`A frame of ${frameLength} samples is not an even number of hops of ${hop}.`);
  }
  const energies = stretchEnergies(usableSignal(signal), hop);
  const reach = frameLength / (2 * hop);
  const means = new Float32Array(countFrames(signal.length, hop));
  for (let frame = 0; frame < means.length; frame++) {
    const end = Math.min(energies.length, frame + reach);
    let energy = 0;
    for (let i = Math.max(0, frame - reach); i < end; i++) energy += energies[i]!;
    means[frame] = energy / frameLength;
  }
  return means;
}

/** The RMS level (linear) of every centred frame. Same conditions as {@link meanSquares}. */
export function rms(
  signal: Float32Array,
  frameLength: number = FRAME_LENGTH,
  hop: number = HOP,
): Float32Array {
  return meanSquares(signal, frameLength, hop).map(Math.sqrt);
}
