// Onset strength: how much louder the bands of the mel spectrum get from one frame to the next (spectral flux).
import type { RealFft } from '../fft';
import { powerToDb } from './decibels';
import { type FrameMatrix, HOP } from './frames';
import { createMelBank, melSpectrogram } from './mel';

/** The mean rise in dB of all bands from the frame before; falling bands count as 0. The first frame has none. */
export function spectralFlux(melDb: FrameMatrix): Float32Array {
  const { frames, bands, values } = melDb;
  const flux = new Float32Array(frames);
  for (let frame = 1; frame < frames; frame++) {
    const row = frame * bands;
    let sum = 0;
    for (let i = row; i < row + bands; i++) {
      const rise = values[i]! - values[i - bands]!;
      if (rise > 0) sum += rise;
    }
    flux[frame] = sum / bands;
  }
  return flux;
}

/**
 * The onset strength of every frame, in dB per frame.
 *
 * A centred frame sees an attack half a frame before its centre reaches it; the curve is delayed by that much, so
 * that frame `f` speaks about sample `f * hop`.
 */
export function onsetStrength(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  hop: number = HOP,
): Float32Array {
  const mel = melSpectrogram(fft, signal, createMelBank({ sampleRate, fftSize: fft.size }), hop);
  powerToDb(mel.values);
  const flux = spectralFlux(mel);
  const delay = Math.floor(fft.size / (2 * hop));
  const strength = new Float32Array(flux.length);
  strength.set(flux.subarray(0, Math.max(0, flux.length - delay)), Math.min(delay, flux.length));
  return strength;
}
