// Finds the notes that sound together at one moment: spectral peaks vote for the fundamentals that explain them.
import { loadFrame } from '../analysis/frames';
import type { RealFft } from '../fft';
import { periodicHann } from '../stft';

/** Samples examined for one moment: long enough to resolve low notes. */
export const NOTE_FRAME = 4096;
const LOWEST_HZ = 41;
const HIGHEST_HZ = 1400;
const STEPS_PER_OCTAVE = 48;
const HARMONICS = 8;
/** Each harmonic counts this much of the one below it. */
const HARMONIC_DECAY = 0.8;
/** Peaks this far below the strongest are inaudible beside it. */
const PEAK_FLOOR = 10 ** (-45 / 20);
const STRONGEST_PEAKS = 40;
/** A peak belongs to a note when it is this near to one of its harmonics, in octaves. */
const HARMONIC_TOLERANCE = 0.04;
/** A further note must have at least this share of the first one's salience. */
const FURTHER_NOTE = 0.35;
/** Peaks must contain at least this share of the power for the moment to have notes at all. */
const TONAL_SHARE = 0.25;

export interface Note {
  readonly hz: number;
  /** Strength beside the other notes of the moment; they add up to 1. */
  readonly weight: number;
}

interface Peak {
  readonly hz: number;
  amplitude: number;
}

/** The place and height of a peak between bins, by a parabola through the logarithms of three magnitudes. */
function interpolatePeak(below: number, at: number, above: number): { shift: number; amplitude: number } {
  const [a, b, c] = [below, at, above].map((value) => Math.log(value + 1e-12)) as [number, number, number];
  const curvature = a - 2 * b + c;
  const shift = curvature < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / curvature)) : 0;
  return { shift, amplitude: Math.exp(b - 0.25 * (a - c) * shift) };
}

/** Looks for notes in single moments of signals. */
export class NoteFinder {
  readonly #window = periodicHann(NOTE_FRAME);
  readonly #magnitude: Float32Array;
  readonly #salience: Float64Array;
  readonly #fft: RealFft;
  readonly #sampleRate: number;

  /** @param fft a transform of NOTE_FRAME samples */
  constructor(fft: RealFft, sampleRate: number) {
    this.#fft = fft;
    this.#sampleRate = sampleRate;
    this.#magnitude = new Float32Array(fft.bins);
    this.#salience = new Float64Array(Math.ceil(Math.log2(HIGHEST_HZ / LOWEST_HZ) * STEPS_PER_OCTAVE) + 1);
  }

  /** Up to `most` notes around sample `centre`, strongest first; none when the moment is noise or silence. */
  find(signal: Float32Array, centre: number, maxNotes: number): Note[] {
    const power = this.#loadMagnitudes(signal, centre - NOTE_FRAME / 2);
    const peaks = this.#findPeaks();
    const peakPower = peaks.reduce((sum, { amplitude }) => sum + amplitude ** 2, 0);
    // A peak of a Hann window spreads over three bins, with half of the power beside its centre.
    if (power < 1e-6 || 1.5 * peakPower < TONAL_SHARE * power) return [];
    const found: { hz: number; salience: number }[] = [];
    while (found.length < maxNotes) {
      const note = this.#strongest(peaks);
      if (note === null || note.salience < FURTHER_NOTE * (found[0]?.salience ?? 0)) break;
      found.push(note);
      this.#remove(peaks, note.hz);
    }
    const total = found.reduce((sum, { salience }) => sum + salience, 0);
    return found.map(({ hz, salience }) => ({ hz, weight: salience / total }));
  }

  #loadMagnitudes(signal: Float32Array, start: number): number {
    const { frame } = this.#fft;
    loadFrame(signal, start, frame);
    for (let i = 0; i < NOTE_FRAME; i++) frame[i]! *= this.#window[i]!;
    this.#fft.forward();
    const { spectrum } = this.#fft;
    let power = 0;
    for (let bin = 1; bin < this.#fft.bins - 1; bin++) {
      const square = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
      this.#magnitude[bin] = Math.sqrt(square);
      power += square;
    }
    return power;
  }

  #findPeaks(): Peak[] {
    const magnitude = this.#magnitude;
    const binHz = this.#sampleRate / NOTE_FRAME;
    const last = Math.min(magnitude.length - 2, Math.ceil((HIGHEST_HZ * HARMONICS) / 2 / binHz));
    const peaks: Peak[] = [];
    for (let bin = 2; bin < last; bin++) {
      const at = magnitude[bin]!;
      if (at <= magnitude[bin - 1]! || at < magnitude[bin + 1]!) continue;
      const { shift, amplitude } = interpolatePeak(magnitude[bin - 1]!, at, magnitude[bin + 1]!);
      peaks.push({ hz: (bin + shift) * binHz, amplitude });
    }
    peaks.sort((a, b) => b.amplitude - a.amplitude);
    const floor = (peaks[0]?.amplitude ?? 0) * PEAK_FLOOR;
    return peaks.slice(0, STRONGEST_PEAKS).filter(({ amplitude }) => amplitude > floor);
  }

  /** A peak speaks for every fundamental of which it may be a harmonic. */
  #vote({ hz, amplitude }: Peak): void {
    const salience = this.#salience;
    for (let harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      const step = Math.round(Math.log2(hz / harmonic / LOWEST_HZ) * STEPS_PER_OCTAVE);
      if (step < 0) return;
      const vote = Math.sqrt(amplitude) * HARMONIC_DECAY ** (harmonic - 1);
      for (let i = Math.max(0, step - 1); i <= Math.min(salience.length - 1, step + 1); i++) {
        salience[i]! += i === step ? vote : 0.6 * vote;
      }
    }
  }

  #strongest(peaks: readonly Peak[]): { hz: number; salience: number } | null {
    const salience = this.#salience.fill(0);
    for (const peak of peaks) if (peak.amplitude > 0) this.#vote(peak);
    let best = 0;
    for (let i = 1; i < salience.length; i++) if (salience[i]! > salience[best]!) best = i;
    if (salience[best]! <= 0) return null;
    const coarse = LOWEST_HZ * 2 ** (best / STEPS_PER_OCTAVE);
    return { hz: this.#refine(peaks, coarse), salience: salience[best]! };
  }

  /** The frequency that the note's own harmonics give, weighted by their strength. */
  #refine(peaks: readonly Peak[], coarse: number): number {
    let [sum, weights] = [0, 0];
    for (const { hz, amplitude } of peaks) {
      const harmonic = Math.round(hz / coarse);
      if (harmonic < 1 || harmonic > HARMONICS) continue;
      if (Math.abs(Math.log2(hz / (harmonic * coarse))) > HARMONIC_TOLERANCE) continue;
      sum += (amplitude * hz) / harmonic;
      weights += amplitude;
    }
    return weights > 0 ? sum / weights : coarse;
  }

  /** Takes the harmonics of a note out, so that what is left can speak for others. */
  #remove(peaks: Peak[], noteHz: number): void {
    for (const peak of peaks) {
      const harmonic = Math.max(1, Math.round(peak.hz / noteHz));
      if (Math.abs(Math.log2(peak.hz / (harmonic * noteHz))) < HARMONIC_TOLERANCE) peak.amplitude *= 0.1;
    }
  }
}
