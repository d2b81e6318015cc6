// The difference function by its definition, and how troughs share probability.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../../fft';
import { FRAME_LENGTH } from '../frames';
import { PitchCandidates } from './pitch-candidates';
import { binFrequency, PITCH_BINS, pitchBin } from './pitch-grid';
import { firstThresholdAbove, thresholdLevels, thresholdWeights } from './trough-prior';
import { PITCH_FFT_SIZE, YinDifference } from './yin-difference';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(PITCH_FFT_SIZE);
});

const MIN_PERIOD = 21;
const PERIODS = 200;

/** A difference function of 1 with troughs of the given depth at given periods. */
function withTroughs(troughs: Readonly<Record<number, number>>): Float32Array {
  const values = new Float32Array(PERIODS).fill(1);
  for (const [period, height] of Object.entries(troughs)) values[Number(period) - MIN_PERIOD] = height;
  return values;
}

const probabilityAt = (candidates: PitchCandidates, period: number) =>
  candidates.probabilities[pitchBin(44_100 / period)]!;

describe('YinDifference', () => {
  it('is what its definition says', () => {
    const signal = Float32Array.from(
      { length: FRAME_LENGTH },
      (_, i) => Math.sin(i / 9) + Math.cos(i * i) / 3,
    );
    const found = new YinDifference(fft, MIN_PERIOD, 300).compute(signal, 0);
    let total = 0;
    for (let period = 1; period <= 300; period++) {
      let difference = 0;
      for (let i = period; i < FRAME_LENGTH; i++) difference += (signal[i]! - signal[i - period]!) ** 2;
      // The samples at the end that no shifted one meets count as well, as they are.
      for (let i = FRAME_LENGTH - period; i < FRAME_LENGTH; i++) difference += signal[i]! ** 2;
      total += difference;
      if (period >= MIN_PERIOD) {
        expect(found[period - MIN_PERIOD]!).toBeCloseTo(difference / (total / period), 3);
      }
    }
  });

  it('is 0 at every lag in silence', () => {
    const values = new YinDifference(fft, MIN_PERIOD, 300).compute(new Float32Array(9000), 100);
    expect(values.every((value) => value === 0)).toBe(true);
  });
});

describe('PitchCandidates', () => {
  it('give a trough all thresholds above it, and the little that the deepest gets from the others', () => {
    const candidates = new PitchCandidates(44_100, MIN_PERIOD, PERIODS);
    expect(candidates.read(withTroughs({ 100: 0 }))).toBeCloseTo(1, 10);
    const reached = thresholdWeights.slice(30).reduce((a, b) => a + b);
    expect(candidates.read(withTroughs({ 100: 0.305 }))).toBeCloseTo(reached + 0.01 * (1 - reached), 10);
    expect(candidates.read(new Float32Array(PERIODS).fill(1))).toBe(0);
    expect(candidates.read(new Float32Array(PERIODS))).toBe(0);
  });

  it('prefer shorter periods, by e^2 each', () => {
    const candidates = new PitchCandidates(44_100, MIN_PERIOD, PERIODS);
    expect(candidates.read(withTroughs({ 50: 0, 100: 0, 200: 0 }))).toBeCloseTo(1, 10);
    expect(probabilityAt(candidates, 50) / probabilityAt(candidates, 100)).toBeCloseTo(Math.exp(2), 8);
    expect(probabilityAt(candidates, 100) / probabilityAt(candidates, 200)).toBeCloseTo(Math.exp(2), 8);
  });

  it('are probabilities for any difference function', () => {
    const candidates = new PitchCandidates(44_100, MIN_PERIOD, PERIODS);
    const differences = fc.float32Array({ minLength: PERIODS, maxLength: PERIODS });
    fc.assert(
      fc.property(differences, (values) => {
        const voicing = candidates.read(values);
        expect(voicing >= 0 && voicing <= 1).toBe(true);
        expect(candidates.probabilities.every((p) => p >= 0 && p <= 1.000_001)).toBe(true);
      }),
    );
  });
});

describe('thresholds', () => {
  it('are all that there is', () => {
    expect(thresholdWeights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('lie above a height from the first on', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), (height) => {
        const index = firstThresholdAbove(height);
        expect(thresholdLevels.findIndex((level) => height < level)).toBe(index < 100 ? index : -1);
      }),
    );
  });
});

describe('the grid of pitches', () => {
  it('leads back, and ends where the range ends', () => {
    for (const bin of [0, 1, 450, PITCH_BINS - 1]) expect(pitchBin(binFrequency(bin))).toBe(bin);
    expect([pitchBin(10), pitchBin(9000)]).toEqual([0, PITCH_BINS]);
  });
});
