// What notes sound when: spectral peaks gathered into pitch classes, for the whole range and for the bass alone.
import { createFrameMatrix, type FrameMatrix } from '../analysis/frames';
import { SpectrumReader } from '../analysis/spectra';
import type { RealFft } from '../fft';
import { HIGHEST_NOTE_HZ, isPeak, minPeakPower, peakPlace, peakWeight } from './spectral-peaks';
import { ToneMeter } from './tone-meter';

/** Samples in a frame: 186 ms, which parts neighbouring semitones from about 90 Hz on. */
export const PITCH_FRAME = 8192;
/** Samples between frames: 46 ms. */
const PITCH_HOP = 2048;
/** Steps per semitone that are resolved, so that a track tuned off 440 Hz can be read afterwards. */
const STEPS = 5;
const FINE_BINS = 12 * STEPS;
const LOWEST_HZ = 50;
/** Below this a peak belongs to the bass. */
const BASS_HZ = 250;

/** Pitch classes over time; value `frame * 12 + pitch class`, 0 = C. Each frame sums to 1, or is all 0 in silence. */
export interface PitchClasses {
  readonly framesPerSecond: number;
  readonly all: FrameMatrix;
  /** What sounds below 250 Hz. */
  readonly bass: FrameMatrix;
  /** How far the track is tuned from A = 440 Hz, -0.5 to 0.5 semitones. */
  readonly tuning: number;
  /** Whether enough notes sound to make a key; noise, clicks and drums have pitch classes too, by chance. */
  readonly isTonal: boolean;
}

/** The step (0 to 59, 0 = C) of every spectral bin's neighbourhood, as pitch in fractions of a step. */
function stepOf(hz: number): number {
  const semitones = 12 * Math.log2(hz / 440) + 9;
  return (((semitones * STEPS) % FINE_BINS) + FINE_BINS) % FINE_BINS;
}

/** Adds `weight` at a fractional place of a circle of fine bins that begins at `row`. */
function addAt(values: Float32Array, row: number, place: number, weight: number): void {
  const low = Math.floor(place);
  const part = place - low;
  values[row + (low % FINE_BINS)]! += weight * (1 - part);
  values[row + ((low + 1) % FINE_BINS)]! += weight * part;
}

/** Gathers the peaks of one spectrum. */
function gatherPeaks(
  power: Float32Array,
  binHz: number,
  fine: Float32Array,
  bass: Float32Array,
  row: number,
): void {
  const first = Math.max(2, Math.ceil(LOWEST_HZ / binHz));
  const last = Math.min(power.length - 2, Math.floor(HIGHEST_NOTE_HZ / binHz));
  const minPower = minPeakPower(power, first, last);
  for (let bin = first; bin <= last; bin++) {
    if (!isPeak(power, bin, minPower)) continue;
    const hz = peakPlace(power, bin) * binHz;
    const place = stepOf(hz);
    const weight = peakWeight(power[bin]!);
    addAt(fine, row, place, weight);
    if (hz < BASS_HZ) addAt(bass, row, place, weight);
  }
}

/** Where within a semitone most notes lie: -0.5 to 0.5 semitones. */
function estimateTuning(fine: FrameMatrix): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < fine.values.length; i++) {
    const angle = (2 * Math.PI * (i % STEPS)) / STEPS;
    re += fine.values[i]! * Math.cos(angle);
    im += fine.values[i]! * Math.sin(angle);
  }
  return re === 0 && im === 0 ? 0 : Math.atan2(im, re) / (2 * Math.PI);
}

/** Folds fine steps into twelve classes around the track's own tuning, and brings each frame to a sum of 1. */
function foldSteps(fine: FrameMatrix, tuning: number): FrameMatrix {
  const out = createFrameMatrix(fine.frames, 12);
  for (let frame = 0; frame < fine.frames; frame++) {
    let sum = 0;
    for (let step = 0; step < FINE_BINS; step++) {
      const pitchClass = (Math.round(step / STEPS - tuning) + 12) % 12;
      const value = fine.values[frame * FINE_BINS + step]!;
      out.values[frame * 12 + pitchClass]! += value;
      sum += value;
    }
    if (sum > 0) for (let i = 0; i < 12; i++) out.values[frame * 12 + i]! /= sum;
  }
  return out;
}

/** Reads the pitch classes of a mono signal; `fft` is a transform of {@link PITCH_FRAME} samples. */
export function readPitchClasses(fft: RealFft, signal: Float32Array, sampleRate: number): PitchClasses {
  const reader = new SpectrumReader(fft, signal, PITCH_HOP);
  const fine = createFrameMatrix(reader.frames, FINE_BINS);
  const bass = createFrameMatrix(reader.frames, FINE_BINS);
  const binHz = sampleRate / fft.size;
  const tones = new ToneMeter(binHz);
  for (let frame = 0; frame < reader.frames; frame++) {
    const power = reader.power(frame);
    gatherPeaks(power, binHz, fine.values, bass.values, frame * FINE_BINS);
    tones.add(power);
  }
  const tuning = estimateTuning(fine);
  return {
    framesPerSecond: sampleRate / PITCH_HOP,
    all: foldSteps(fine, tuning),
    bass: foldSteps(bass, tuning),
    tuning,
    isTonal: tones.isTonal,
  };
}
