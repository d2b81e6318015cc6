// How far a recording is off concert pitch.
import type { RealFft } from '../fft';
import { HOP } from './frames';
import { SpectrumReader } from './spectra';

const LOWEST_HZ = 150;
const HIGHEST_HZ = 4000;
/** A peak counts when it is at least this share of its frame's strongest bin. */
const MIN_SHARE = 0.1;
/** Deviations are counted in hundredths of a semitone. */
const CLASSES = 100;
const CONCERT_A_HZ = 440;

interface SpectralPeaks {
  readonly hz: number[];
  readonly power: number[];
}

/** Appends the peaks of one power spectrum, interpolated by parabolas. */
function collectPeaks(spectrum: Float32Array, binHz: number, peaks: SpectralPeaks): void {
  let strongest = 0;
  for (const power of spectrum) if (power > strongest) strongest = power;
  const minPower = MIN_SHARE * strongest;
  const end = Math.min(spectrum.length - 1, Math.ceil(HIGHEST_HZ / binHz));
  for (let bin = Math.ceil(LOWEST_HZ / binHz); bin < end; bin++) {
    const power = spectrum[bin]!;
    const before = spectrum[bin - 1]!;
    const after = spectrum[bin + 1]!;
    if (power <= minPower || power <= before || power < after) continue;
    const slope = (after - before) / 2;
    const curvature = after + before - 2 * power;
    const shift = Math.abs(slope) < Math.abs(curvature) ? -slope / curvature : 0;
    peaks.hz.push((bin + shift) * binHz);
    peaks.power.push(power + 0.5 * slope * shift);
  }
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The deviation from the nearest semitone that most of the frequencies share, in semitones. */
export function commonDeviation(frequencies: readonly number[]): number {
  const counts = new Int32Array(CLASSES);
  for (const hz of frequencies) {
    const semitones = 12 * Math.log2(hz / CONCERT_A_HZ);
    const deviation = semitones - Math.floor(semitones + 0.5);
    counts[Math.min(CLASSES - 1, Math.floor((deviation + 0.5) * CLASSES))]!++;
  }
  let fullest = 0;
  for (let i = 1; i < CLASSES; i++) if (counts[i]! > counts[fullest]!) fullest = i;
  return frequencies.length === 0 ? 0 : fullest / CLASSES - 0.5;
}

/**
 * Estimates the tuning of a signal from its stronger spectral peaks between 150 Hz and 4 kHz.
 * @returns semitones from A = 440 Hz, from -0.5 up to but not including 0.5; 0 when there is no peak
 */
export function estimateTuning(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  hop: number = HOP,
): number {
  const reader = new SpectrumReader(fft, signal, hop);
  const peaks: SpectralPeaks = { hz: [], power: [] };
  for (let frame = 0; frame < reader.frames; frame++) {
    collectPeaks(reader.power(frame), sampleRate / fft.size, peaks);
  }
  const minPower = median(peaks.power);
  return commonDeviation(peaks.hz.filter((_, i) => peaks.power[i]! >= minPower));
}
