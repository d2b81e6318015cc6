// The inputs and measures for tests of a stretcher's stereo image: generated wide mixes, and levels in thirds
// of an octave.
import { seededRandom } from '../../dither';
import type { RealFft } from '../../fft';
import { periodicHann } from '../../stft';
import { SAMPLE_RATE } from '../../units';

const THIRD = 2 ** (1 / 3);
/** The lowest third, around 50 Hz, in thirds from 1 kHz; and how many there are. */
const LOWEST_THIRD = -13;
const THIRDS = 25;
/** A band that far below the whole signal has no energy to speak of. */
const ENERGY_RATIO = 1e-4;
/** 372 ms: windows shorter than that do not tell thirds at 50 Hz apart. */
const WINDOW = 16_384;
/** What a change of key moves above this is lost. */
const HIGHEST_HZ = 20_000;

export type Stereo = readonly [Float32Array, Float32Array];

/** A centred voice with vibrato and a kick, wide detuned pads, plucks on the left only, a little noise. */
export function wideMix(seed: number, seconds: number): Stereo {
  const random = seededRandom(seed);
  const length = seconds * SAMPLE_RATE;
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  const root = 110 * 2 ** (Math.floor(12 * random()) / 12);
  const beat = Math.round((0.46 + 0.1 * random()) * SAMPLE_RATE);
  const pads = Array.from({ length: 12 }, (_, i) => ({
    side: i % 2 ? right : left,
    hz: root * 2 ** ([0, 4, 7][i % 3]! / 12 + 1),
    detune: 1 + 0.008 * (random() - 0.5),
    phase: 6.28 * random(),
  }));
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    phase += (2 * Math.PI * 2 * root * (1 + 0.01 * Math.sin(34 * t))) / SAMPLE_RATE;
    let centre = 0;
    for (let h = 1; h < 16; h++) centre += (0.12 / h) * Math.sin(h * phase);
    const since = (i % beat) / SAMPLE_RATE;
    centre += 0.5 * Math.exp(-14 * since) * Math.sin(2 * Math.PI * 55 * since);
    left[i]! += centre + 0.01 * (random() - 0.5);
    right[i]! += centre + 0.01 * (random() - 0.5);
    const pluck = 3 * root * 2 ** (([0, 3, 5, 7] as const)[Math.floor(i / beat) % 4]! / 12);
    for (let h = 1; h < 8; h++)
      left[i]! += (0.1 / h) * Math.exp(-(4 + h) * since) * Math.sin(6.2832 * pluck * h * since);
    for (const { side, hz, detune, phase: offset } of pads) {
      for (let h = 1; h < 9; h++)
        side[i]! += (0.02 / h) * Math.sin(2 * Math.PI * hz * h * detune * t + h * offset);
    }
  }
  return [left, right];
}

/**
 * `wideMix` over a bass line a few semitones wide between 41 and 110 Hz, a part of it on one side only, and under cymbals
 * that end at 10.5 kHz, as lossy files do.
 */
export function fullRangeMix(seed: number, seconds: number): Stereo {
  const random = seededRandom(seed + 1000);
  const [left, right] = wideMix(seed, seconds);
  const root = 41 * 2 ** random();
  const note = Math.round((0.3 + 0.2 * random()) * SAMPLE_RATE);
  const steps = Array.from({ length: 8 }, () => Math.floor(6 * random()));
  const cymbals = Array.from({ length: 24 }, (_, i) => ({
    side: i % 2 ? right : left,
    angle: (2 * Math.PI * (8000 + 2500 * random())) / SAMPLE_RATE,
  }));
  let phase = 0;
  for (let i = 0; i < left.length; i++) {
    for (const { side, angle } of cymbals) side[i]! += 0.004 * Math.sin(angle * i);
    phase += (2 * Math.PI * root * 2 ** (steps[Math.floor(i / note) % 8]! / 12)) / SAMPLE_RATE;
    const level = Math.min(1, (i % note) / 400) * Math.exp((-2 * (i % note)) / note);
    const [low, high] = [0.25 * level * Math.sin(phase), 0.1 * level * Math.sin(2 * phase)];
    left[i]! += low + high;
    right[i]! += 0.6 * low;
  }
  return [left, right];
}

/**
 * What a third-octave filter lets through of a frequency: the third-order Butterworth of ANSI S1.11, -3 dB at its edges.
 * With edges like walls a partial on one of them would count for this band or that by a hundredth of a semitone.
 */
const passed = (hz: number, centre: number): number =>
  1 / (1 + ((hz / centre - centre / hz) / (Math.sqrt(THIRD) - 1 / Math.sqrt(THIRD))) ** 6);

/**
 * Power in thirds of an octave around 1 kHz, all of them moved by `pitch`. Squared Hann windows at three quarters of
 * overlap weigh every sample alike; at half of it a drum would count by up to 3 dB more or less, by where in the window
 * it happens to fall.
 */
function thirds(fft: RealFft, signal: Float32Array, pitch: number): number[] {
  const size = 4 * Math.round(WINDOW / 4 / pitch);
  const window = periodicHann(size);
  const power = new Float64Array(fft.bins);
  for (let at = 0; at + size <= signal.length; at += size / 4) {
    fft.frame.fill(0);
    for (let i = 0; i < size; i++) fft.frame[i] = signal[at + i]! * window[i]!;
    fft.forward();
    for (let bin = 1; bin < fft.bins - 1; bin++)
      power[bin]! += (fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2) / signal.length;
  }
  return Array.from({ length: THIRDS }, (_, i) => {
    const centre = 1000 * THIRD ** (i + LOWEST_THIRD) * pitch;
    return power.reduce(
      (sum, value, bin) => sum + (bin === 0 ? 0 : value * passed((bin * SAMPLE_RATE) / fft.size, centre)),
      0,
    );
  });
}

const views = ([left, right]: Stereo) => ({
  left,
  right,
  sum: left.map((sample, i) => (sample + right[i]!) / 2),
  difference: left.map((sample, i) => (sample - right[i]!) / 2),
});

const VIEWS = ['left', 'right', 'sum', 'difference'] as const;

/** The band that changed most. */
export interface ImageChange {
  readonly db: number;
  readonly view: (typeof VIEWS)[number];
  readonly hz: number;
}

/**
 * The largest change of level of any third of an octave with energy in left, right, sum and difference.
 * @param fft of 32,768 samples
 * @param fromHz thirds below are not looked at
 */
export function worstChange(
  fft: RealFft,
  before: Stereo,
  after: Stereo,
  semitones: number,
  fromHz = 0,
): ImageChange {
  const [was, is] = [views(before), views(after)];
  let worst: ImageChange = { db: 0, view: 'left', hz: 0 };
  for (const view of VIEWS) {
    const a = thirds(fft, was[view], 1);
    const b = thirds(fft, is[view], 2 ** (semitones / 12));
    const total = a.reduce((sum, value) => sum + value, 0);
    for (const [band, power] of a.entries()) {
      const isLost = 1000 * THIRD ** (band + LOWEST_THIRD + 0.5) * 2 ** (semitones / 12) > HIGHEST_HZ;
      const isBelow = 1000 * THIRD ** (band + LOWEST_THIRD) < fromHz;
      if (power < ENERGY_RATIO * total || isLost || isBelow) continue;
      const db = Math.abs(10 * Math.log10(b[band]! / power));
      if (db > worst.db) worst = { db, view, hz: Math.round(1000 * THIRD ** (band + LOWEST_THIRD)) };
    }
  }
  return worst;
}
