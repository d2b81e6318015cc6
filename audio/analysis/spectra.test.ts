// The short-time spectra and mel bands: known tones, zero padding, energy, odd signals.
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../fft';
import { periodicHann } from '../stft';
import { SAMPLE_RATE } from '../units';
import { powerToDb } from './decibels';
import { countFrames, FRAME_LENGTH, HOP, loadFrame, usableSignal } from './frames';
import { applyMelBank, createMelBank, hzToMel, melSpectrogram, melToHz } from './mel';
import { SpectrumReader } from './spectra';
import { noise, ODD_SIGNALS, sine } from './testing/known-signals';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(FRAME_LENGTH);
});

describe('frames', () => {
  it('are one per hop and one more, with silence beyond the ends', () => {
    expect([0, 1, 511, 512, 1024].map((length) => countFrames(length))).toEqual([1, 1, 1, 2, 3]);
    const frame = new Float32Array(6).fill(9);
    loadFrame(Float32Array.of(1, 2, 3), -2, frame);
    expect([...frame]).toEqual([0, 0, 1, 2, 3, 0]);
    for (const start of [-9, 9]) {
      loadFrame(Float32Array.of(1, 2, 3), start, frame);
      expect([...frame]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it('copy a signal only to repair it', () => {
    const sound = sine(0.01, 440);
    expect(usableSignal(sound)).toBe(sound);
    expect([...usableSignal(Float32Array.of(Number.NaN, 0.5, 1e9))]).toEqual([0, 0.5, 0]);
  });
});

describe('SpectrumReader', () => {
  it('shows the power of a tone in its bin', () => {
    const bin = 100;
    const reader = new SpectrumReader(fft, sine(0.3, (bin * SAMPLE_RATE) / FRAME_LENGTH));
    expect(reader.bins).toBe(1025);
    for (let frame = 3; frame < reader.frames - 3; frame++) {
      const power = reader.power(frame);
      // The window's mean is 1/2, the tone's amplitude too, and half of it is at the positive frequency.
      expect(Math.sqrt(power[bin]!) / (FRAME_LENGTH / 8)).toBeCloseTo(1, 3);
      expect(Math.sqrt(power[bin + 5]!)).toBeLessThan(0.05);
    }
  });

  it('gives the power of frames under a Hann window in every bin, up to both ends of the signal', () => {
    const signal = noise(0.1);
    const reader = new SpectrumReader(fft, signal);
    expect(reader.frames).toBe(countFrames(signal.length));
    const window = periodicHann(FRAME_LENGTH);
    for (let frame = 0; frame < reader.frames; frame++) {
      const power = reader.power(frame).slice();
      loadFrame(signal, frame * HOP - FRAME_LENGTH / 2, fft.frame);
      for (let i = 0; i < FRAME_LENGTH; i++) fft.frame[i]! *= window[i]!;
      fft.forward();
      const packed = fft.spectrum;
      const sizeOf = (bin: number) => Math.hypot(packed[2 * bin]!, packed[2 * bin + 1]!);
      for (let bin = 1; bin < reader.bins - 1; bin++)
        expect(Math.abs(Math.sqrt(power[bin]!) - sizeOf(bin))).toBeLessThan(1e-4);
      // The ends are real: they share the first pair.
      expect(Math.abs(Math.sqrt(power[0]!) - Math.abs(packed[0]!))).toBeLessThan(1e-4);
      expect(Math.abs(Math.sqrt(power.at(-1)!) - Math.abs(packed[1]!))).toBeLessThan(1e-4);
    }
  });
});

describe('mel bands', () => {
  it('are linear below 1 kHz and logarithmic above, and lead back', () => {
    expect([hzToMel(0), hzToMel(1000), hzToMel(6400)]).toEqual([
      0,
      expect.closeTo(15, 10),
      expect.closeTo(42, 10),
    ]);
    for (const hz of [0, 90, 999, 1000, 1001, 22_050]) expect(melToHz(hzToMel(hz))).toBeCloseTo(hz, 8);
  });

  it('have about equal energy from white noise', () => {
    const bank = createMelBank({ sampleRate: SAMPLE_RATE, fftSize: FRAME_LENGTH, bands: 40 });
    const sums = new Float32Array(42);
    applyMelBank(bank, new Float32Array(bank.bins).fill(1), sums, 1);
    expect([sums[0], sums[41]]).toEqual([0, 0]);
    // A triangle of area 1 per Hz sums to one over the bins' spacing.
    for (const sum of sums.subarray(1, 41)) expect(sum * (SAMPLE_RATE / FRAME_LENGTH)).toBeCloseTo(1, 1);
  });

  it.each(ODD_SIGNALS)('are finite for %s', (_, signal) => {
    const bank = createMelBank({ sampleRate: SAMPLE_RATE, fftSize: FRAME_LENGTH });
    const { values } = melSpectrogram(fft, signal, bank);
    expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    expect(powerToDb(values).every(Number.isFinite)).toBe(true);
  });
});

describe('powerToDb', () => {
  it('keeps what is at most so far below the loudest', () => {
    expect([...powerToDb(Float32Array.of(1, 0.1, 1e-9))]).toEqual([0, -10, -80]);
    expect([...powerToDb(Float32Array.of(1, 0), Number.POSITIVE_INFINITY)]).toEqual([0, -100]);
  });
});
