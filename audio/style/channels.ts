// Small operations on the channels of a sound.
import { usableSignal } from '../analysis/frames';

/** The mean of two channels, without what is no number. */
export function midOf(left: Float32Array, right: Float32Array): Float32Array {
  const [a, b] = [usableSignal(left), usableSignal(right)];
  return a === b ? a : a.map((sample, i) => 0.5 * (sample + b[i]!));
}

/** The channel without its constant part, which is no sound but would click at every grain. */
export function withoutOffset(channel: Float32Array): Float32Array {
  const usable = usableSignal(channel);
  let sum = 0;
  for (const sample of usable) sum += sample;
  const offset = usable.length > 0 ? sum / usable.length : 0;
  return Math.abs(offset) < 1e-5 ? usable : usable.map((sample) => sample - offset);
}

/** The largest absolute sample of all channels. */
export function peakOf(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]!));
  }
  return peak;
}

/** RMS over all samples of all channels. */
export function rmsOf(channels: readonly Float32Array[]): number {
  let [sum, count] = [0, 0];
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) sum += channel[i]! * channel[i]!;
    count += channel.length;
  }
  return count > 0 ? Math.sqrt(sum / count) : 0;
}
