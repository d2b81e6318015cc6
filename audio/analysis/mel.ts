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

/** Triangular filters of about equal energy, each stored only where it is above zero. */
export interface MelBank {
  readonly bands: number;
  /** Bins of the spectra that it takes. */
  readonly bins: number;
  /** The first bin of each filter. */
  readonly firstBin: Int32Array;
  /** Where the weights of each filter begin; one more entry than bands. */
  readonly offset: Int32Array;
  readonly weights: Float32Array;
}

export interface MelBankOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly bands?: number;
  readonly lowestHz?: number;
  /** Half the sample rate when absent. */
  readonly highestHz?: number;
}

/** The weights of one triangle between three corner frequencies, and the bin at which they begin. */
function triangle(left: number, peak: number, right: number, binHz: number, bins: number) {
  const scale = 2 / (right - left);
  const weights: number[] = [];
  let firstBin = 0;
  for (let bin = 0; bin < bins; bin++) {
    const hz = bin * binHz;
    const weight = Math.fround(Math.min((hz - left) / (peak - left), (right - hz) / (right - peak)));
    if (weight > 0) {
      if (weights.length === 0) firstBin = bin;
      weights.push(weight * scale);
    } else if (weights.length > 0) break;
  }
  return { firstBin, weights };
}

/** Prepares the filters: `bands` triangles of area 1, equally spaced in mel from `lowestHz` to `highestHz`. */
export function createMelBank(options: MelBankOptions): MelBank {
  const { sampleRate, fftSize, bands = 128, lowestHz = 0, highestHz = sampleRate / 2 } = options;
  const bins = fftSize / 2 + 1;
  const lowest = hzToMel(lowestHz);
  const step = (hzToMel(highestHz) - lowest) / (bands + 1);
  const corner = (index: number) => melToHz(lowest + index * step);
  const firstBin = new Int32Array(bands);
  const offset = new Int32Array(bands + 1);
  const weights: number[] = [];
  for (let band = 0; band < bands; band++) {
    const filter = triangle(corner(band), corner(band + 1), corner(band + 2), sampleRate / fftSize, bins);
    firstBin[band] = filter.firstBin;
    weights.push(...filter.weights);
    offset[band + 1] = weights.length;
  }
  return { bands, bins, firstBin, offset, weights: Float32Array.from(weights) };
}

/** Sums a power spectrum into mel bands, written to `out` from `at` on. */
export function applyMelBank(bank: MelBank, power: Float32Array, out: Float32Array, at: number): void {
  const { bands, firstBin, offset, weights } = bank;
  for (let band = 0; band < bands; band++) {
    const end = offset[band + 1]!;
    let bin = firstBin[band]!;
    let sum = 0;
    for (let i = offset[band]!; i < end; i++) sum += weights[i]! * power[bin++]!;
    out[at + band] = sum;
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
