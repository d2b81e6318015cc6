// The stereo image through changes of tempo and key: sum, difference and both sides stay as they were, band by band.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@/audio/dither';
import { createRealFft, type RealFft } from '@/audio/fft';
import { periodicHann } from '@/audio/stft';
import { SAMPLE_RATE, samples } from '@/audio/units';
import { decodeStereo, writeWav } from '../render/testing';
import { stretchFile } from './stretch-file';

const SECONDS = 6;
const LENGTH = SECONDS * SAMPLE_RATE;
const THIRD = 2 ** (1 / 3);
/** What every third of an octave with energy has to hold. */
const MOST_DB = 0.5;
/** A band that far below the whole signal has no energy to speak of. */
const ENERGY_RATIO = 1e-4;

type Stereo = readonly [Float32Array, Float32Array];

/** A centred voice with vibrato and a kick, wide detuned pads, plucks on the left only, a little noise. */
function wideMix(seed: number): Stereo {
  const random = seededRandom(seed);
  const [left, right] = [new Float32Array(LENGTH), new Float32Array(LENGTH)];
  const root = 110 * 2 ** (Math.floor(12 * random()) / 12);
  const beat = Math.round((0.46 + 0.1 * random()) * SAMPLE_RATE);
  const pads = Array.from({ length: 12 }, (_, i) => ({
    ...{ side: i % 2 ? right : left, hz: root * 2 ** ([0, 4, 7][i % 3]! / 12 + 1) },
    ...{ detune: 1 + 0.008 * (random() - 0.5), phase: 6.28 * random() },
  }));
  let phase = 0;
  for (let i = 0; i < LENGTH; i++) {
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

/** Power in thirds of an octave around 1 kHz, all of them moved by `pitch`. */
function thirds(fft: RealFft, signal: Float32Array, pitch: number): number[] {
  const size = 2 * Math.round(2048 / pitch);
  const window = periodicHann(size);
  const power = new Float64Array(fft.bins);
  for (let at = 0; at + size <= signal.length; at += size / 2) {
    fft.frame.fill(0);
    for (let i = 0; i < size; i++) fft.frame[i] = signal[at + i]! * window[i]!;
    fft.forward();
    for (let bin = 1; bin < fft.bins - 1; bin++)
      power[bin]! += (fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2) / signal.length;
  }
  return Array.from({ length: 21 }, (_, i) => {
    const centre = 1000 * THIRD ** (i - 9) * pitch;
    const edges = [centre / Math.sqrt(THIRD), centre * Math.sqrt(THIRD)];
    const [from, to] = edges.map((hz) => (hz * fft.size) / SAMPLE_RATE);
    // Bins on the edges count by the part of them that lies inside.
    return power.reduce(
      (sum, value, bin) => sum + value * Math.max(0, Math.min(bin + 0.5, to!) - Math.max(bin - 0.5, from!)),
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

/** The largest change of level of any band of any view, in dB. */
function worstChange(fft: RealFft, before: Stereo, after: Stereo, semitones: number): number {
  const [was, is] = [views(before), views(after)];
  let worst = 0;
  for (const view of ['left', 'right', 'sum', 'difference'] as const) {
    const a = thirds(fft, was[view], 1);
    const b = thirds(fft, is[view], 2 ** (semitones / 12));
    const total = a.reduce((sum, value) => sum + value, 0);
    for (const [band, power] of a.entries()) {
      if (power < ENERGY_RATIO * total) continue;
      worst = Math.max(worst, Math.abs(10 * Math.log10(b[band]! / power)));
    }
  }
  return worst;
}

let folder = '';
let fft: RealFft;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'image-'));
  fft = await createRealFft(16_384);
});
afterAll(async () => {
  fft.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function stretched(channels: Stereo, tempo: number, semitones: number): Promise<Stereo> {
  const input = await writeWav(folder, 'in', [...channels]);
  const output = path.join(folder, 'out.wav');
  const length = channels[0].length;
  const map = [
    { source: samples(0), target: samples(0) },
    { source: samples(length), target: samples(Math.round(length / tempo)) },
  ];
  await stretchFile(input, output, { map, followsKnots: false, semitones, sampleRate: SAMPLE_RATE });
  const [left, right] = await decodeStereo(output);
  return [left!, right!];
}

describe('stretchFile', () => {
  it.each([
    [1, 1.05, 0],
    [2, 0.8, -3],
    [3, 1.25, 3],
  ])('keeps the stereo image of wide mix %d at tempo %d and %d semitones', async (seed, tempo, semitones) => {
    const mix = wideMix(seed);
    expect(worstChange(fft, mix, await stretched(mix, tempo, semitones), semitones)).toBeLessThan(MOST_DB);
  });

  it('leaves what is on one side there, and what is equal on both equal', async () => {
    const [left] = wideMix(4);
    const [kept, other] = await stretched([left, new Float32Array(LENGTH)], 1.1, 2);
    const peak = (signal: Float32Array) => signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak(other)).toBeLessThan(1e-4 * peak(kept));
    const [a, b] = await stretched([left, left], 1.1, 2);
    expect(a.findIndex((sample, i) => sample !== b[i])).toBe(-1);
  });
});
