// The mel filter bank of Slaney's Auditory Toolbox, and mel spectrograms.
import type { RealFft } from '../fft';
import { createFrameMatrix, type FrameMatrix, HOP } from './frames';
import { SpectrumReader } from './spectra';

const LINEAR_HZ_PER_MEL = 200 / 3;
/** The scale is linear below, logarithmic above. */
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** Hertz to mel. */
export function hzToMel(hz: number): number {
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/** Mel to hertz. */
export function melToHz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/**
 * Triangular filters of about equal energy. The corners of the triangles cut the spectrum into stretches; in each, one
 * filter rises from 0 to 1 while the one before falls from 1 to 0, so the rising weights say everything.
 */
export interface MelBank {
  readonly bands: number;
  /** Bins of the spectra that it takes. */
  readonly bins: number;
  /** The first bin of each of the `bands + 1` stretches, and where the last one ends. */
  readonly firstBin: Int32Array;
  /** The rising weight of every bin. */
  readonly rise: Float32Array;
  /** What brings each triangle to an area of 1 per Hz. */
  readonly scale: Float64Array;
}

export interface MelBankOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly bands?: number;
  readonly lowestHz?: number;
  /** Half the sample rate when absent. */
  readonly highestHz?: number;
}

/** Prepares the filters: `bands` triangles of area 1, equally spaced in mel from `lowestHz` to `highestHz`. */
export function createMelBank(options: MelBankOptions): MelBank {
  const { sampleRate, fftSize, bands = 128, lowestHz = 0, highestHz = sampleRate / 2 } = options;
  const bins = fftSize / 2 + 1;
  const binHz = sampleRate / fftSize;
  const lowest = hzToMel(lowestHz);
  const step = (hzToMel(highestHz) - lowest) / (bands + 1);
  const corners = Float64Array.from({ length: bands + 2 }, (_, i) => melToHz(lowest + i * step));
  const firstBin = Int32Array.from(corners, (hz) => Math.min(bins, Math.ceil(hz / binHz)));
  const rise = new Float32Array(bins);
  for (let i = 0; i <= bands; i++) {
    const [left, right] = [corners[i]!, corners[i + 1]!];
    for (let bin = firstBin[i]!; bin < firstBin[i + 1]!; bin++)
      rise[bin] = (bin * binHz - left) / (right - left);
  }
  const scale = Float64Array.from({ length: bands }, (_, i) => 2 / (corners[i + 2]! - corners[i]!));
  return { bands, bins, firstBin, rise, scale };
}

/** Sums a power spectrum into mel bands, written to `out` from `at` on. */
export function applyMelBank(bank: MelBank, power: Float32Array, out: Float32Array, at: number): void {
  const { bands, firstBin, rise, scale } = bank;
  let bin = firstBin[0]!;
  let risen = 0;
  for (let band = -1; band < bands; band++) {
    const end = firstBin[band + 2]!;
    let total = 0;
    let rising = 0;
    for (; bin < end; bin++) {
      const value = power[bin]!;
      total += value;
      rising += value * rise[bin]!;
    }
    if (band >= 0) out[at + band] = scale[band]! * (risen + total - rising);
    risen = rising;
  }
}

/** The mel power spectrogram of a signal, through a bank made for the transform's size. */
export function melSpectrogram(
  fft: RealFft,
  signal: Float32Array,
  bank: MelBank,
  hop: number = HOP,
): FrameMatrix {
  const reader = new SpectrumReader(fft, signal, hop);
  const mel = createFrameMatrix(reader.frames, bank.bands);
  for (let frame = 0; frame < mel.frames; frame++) {
    applyMelBank(bank, reader.power(frame), mel.values, frame * mel.bands);
  }
  return mel;
}
