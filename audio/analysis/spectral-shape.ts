// The shape of spectra: how bright and how noisy each frame sounds.
import type { RealFft } from '../fft';
import { MIN_POWER } from './decibels';
import { HOP } from './frames';
import { SpectrumReader } from './spectra';

/** The mean frequency in Hz of a power spectrum, weighted by magnitude; 0 in silence. */
function spectralCentroid(power: Float32Array, binHz: number): number {
  let sum = 0;
  let weighted = 0;
  for (let bin = 0; bin < power.length; bin++) {
    const magnitude = Math.sqrt(power[bin]!);
    sum += magnitude;
    weighted += magnitude * bin;
  }
  return sum > 2 ** -126 ? (weighted / sum) * binHz : 0;
}

/** The geometric over the arithmetic mean of a power spectrum: near 0 for tones, 1 for silence and flat spectra. */
function spectralFlatness(power: Float32Array): number {
  let logarithms = 0;
  let sum = 0;
  for (const value of power) {
    const bounded = Math.max(MIN_POWER, value);
    logarithms += Math.log(bounded);
    sum += bounded;
  }
  return Math.exp(logarithms / power.length) / (sum / power.length);
}

/** Brightness and noisiness of every frame. */
export interface SpectralShape {
  readonly centroidHz: Float32Array;
  /** From 0 to 1. */
  readonly flatness: Float32Array;
}

/** The spectral shape of every frame of a signal. */
export function spectralShape(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  hop: number = HOP,
): SpectralShape {
  const reader = new SpectrumReader(fft, signal, hop);
  const centroidHz = new Float32Array(reader.frames);
  const flatness = new Float32Array(reader.frames);
  for (let frame = 0; frame < reader.frames; frame++) {
    const power = reader.power(frame);
    centroidHz[frame] = spectralCentroid(power, sampleRate / fft.size);
    flatness[frame] = spectralFlatness(power);
  }
  return { centroidHz, flatness };
}
