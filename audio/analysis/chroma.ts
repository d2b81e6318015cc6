// Chroma: how the power of a sound is shared between the twelve pitch classes, C first.
import type { RealFft } from '../fft';
import { createFrameMatrix, type FrameMatrix, HOP } from './frames';
import { SpectrumReader } from './spectra';
import { estimateTuning } from './tuning';

export const PITCH_CLASSES = 12;
/** A0 in Hz: octaves are counted from here, as are pitch classes before they are turned to begin with C. */
const A0_HZ = 27.5;
const CLASSES_FROM_A_TO_C = 3;
/** Weight falls off on both sides of this octave above A0, as a bell this many octaves wide. */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;

/** The position of every bin in semitones above A0; 0 Hz is put one and a half octaves below the first bin. */
function binSemitones(bins: number, binHz: number, tuning: number): Float64Array {
  const reference = A0_HZ * 2 ** (tuning / PITCH_CLASSES);
  const semitones = Float64Array.from(
    { length: bins + 1 },
    (_, bin) => PITCH_CLASSES * Math.log2((bin * binHz) / reference),
  );
  semitones[0] = semitones[1]! - 1.5 * PITCH_CLASSES;
  return semitones;
}

/** The distance between a position and a pitch class, from -6 to 6 semitones. */
function classDistance(semitone: number, pitchClass: number): number {
  const half = PITCH_CLASSES / 2;
  const turned = semitone - pitchClass + half;
  return turned - PITCH_CLASSES * Math.floor(turned / PITCH_CLASSES) - half;
}

/** Weights of bins for pitch classes; that of class `c` (0 = C) for bin `b` is at `b * 12 + c`. */
export interface ChromaBank {
  readonly bins: number;
  readonly weights: Float32Array;
}

/**
 * Prepares the weights: a bell around each pitch class, at least a semitone wide and wider where bins are.
 * @param tuning semitones from A = 440 Hz
 */
export function createChromaBank(sampleRate: number, fftSize: number, tuning = 0): ChromaBank {
  const bins = fftSize / 2 + 1;
  const semitones = binSemitones(bins, sampleRate / fftSize, tuning);
  const weights = new Float32Array(bins * PITCH_CLASSES);
  const bell = new Float64Array(PITCH_CLASSES);
  for (let bin = 0; bin < bins; bin++) {
    const width = Math.max(1, semitones[bin + 1]! - semitones[bin]!);
    for (let i = 0; i < PITCH_CLASSES; i++) {
      const distance = classDistance(semitones[bin]!, i + CLASSES_FROM_A_TO_C);
      bell[i] = Math.exp(-0.5 * ((2 * distance) / width) ** 2);
    }
    const octave = semitones[bin]! / PITCH_CLASSES;
    const dominance = Math.exp(-0.5 * ((octave - CENTRE_OCTAVE) / OCTAVE_WIDTH) ** 2);
    const scale = dominance / Math.hypot(...bell);
    for (let i = 0; i < PITCH_CLASSES; i++) weights[bin * PITCH_CLASSES + i] = bell[i]! * scale;
  }
  return { bins, weights };
}

/** Writes the chroma of a power spectrum to `out` from `at` on, the strongest class brought to 1 (all 0 in silence). */
function applyChromaBank(bank: ChromaBank, power: Float32Array, out: Float32Array, at: number): void {
  const sums = new Float64Array(PITCH_CLASSES);
  for (let bin = 0; bin < bank.bins; bin++) {
    const row = bin * PITCH_CLASSES;
    for (let i = 0; i < PITCH_CLASSES; i++) sums[i]! += bank.weights[row + i]! * power[bin]!;
  }
  let strongest = 0;
  for (const sum of sums) if (sum > strongest) strongest = sum;
  const scale = strongest > 2 ** -126 ? 1 / strongest : 0;
  for (let i = 0; i < PITCH_CLASSES; i++) out[at + i] = sums[i]! * scale;
}

/**
 * The chroma of every frame of a signal: 12 values from 0 to 1, C first.
 * @param tuning semitones from A = 440 Hz; estimated from the signal when absent
 */
export function chromagram(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  tuning: number = estimateTuning(fft, signal, sampleRate),
  hop: number = HOP,
): FrameMatrix {
  const bank = createChromaBank(sampleRate, fft.size, tuning);
  const reader = new SpectrumReader(fft, signal, hop);
  const chroma = createFrameMatrix(reader.frames, PITCH_CLASSES);
  for (let frame = 0; frame < chroma.frames; frame++) {
    applyChromaBank(bank, reader.power(frame), chroma.values, frame * PITCH_CLASSES);
  }
  return chroma;
}
