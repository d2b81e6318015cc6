// Small operations on the channels of a sound.
import { usableSignal } from '../analysis/frames';
import { foldDown } from '../stereo/fold-down';

/** Two channels folded down to one in which nothing cancels, without what is no number. */
export function midOf(left: Float32Array, right: Float32Array): Promise<Float32Array> {
  return foldDown(usableSignal(left), usableSignal(right));
}

/** The channel without its constant part, which is no sound but would click at every grain. */
export function withoutOffset(channel: Float32Array): Float32Array {
  const usable = usableSignal(channel);
  let sum = 0;
  for (let i = 0; i < usable.length; i++) sum += usable[i]!;
  const offset = usable.length > 0 ? sum / usable.length : 0;
  if (Math.abs(offset) < 1e-5) return usable;
  const centred = new Float32Array(usable.length);
  for (let i = 0; i < centred.length; i++) centred[i] = usable[i]! - offset;
  return centred;
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
