// Restyled stems: length, level, repeatability, notes and attacks, and every odd input.
import { beforeAll, describe, expect, it } from 'vitest';
import type { StyleSettings } from '@/contract/style-settings';
import { bursts, noise, ODD_SIGNALS, sine } from '../analysis/testing/known-signals';
import { measureLoudness } from '../loudness/loudness-meter';
import { SAMPLE_RATE } from '../units';
import { midOf, peakOf } from './channels';
import type { GrainLibrary } from './grain';
import { buildGrainLibrary } from './library';
import { measureQuality } from './quality';
import { restyle } from './synthesis';

const build = (sound: Float32Array, rate = SAMPLE_RATE) => buildGrainLibrary(sound, sound, rate);

/** Four notes with harmonics, each decaying. */
function melody(): Float32Array {
  const notes = [262, 330, 392, 523];
  return Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => {
    const t = (i / SAMPLE_RATE) % 0.5;
    const hz = notes[Math.floor((2 * i) / SAMPLE_RATE)]!;
    const tone = [1, 2, 3].reduce((sum, n) => sum + Math.sin(2 * Math.PI * n * hz * t) / n, 0);
    return 0.3 * tone * Math.exp(-4 * t) * Math.min(1, 200 * t);
  });
}

/** A buzzing voice of one pitch. */
function buzz(): Float32Array {
  return sine(1.2, 196).map((sample, i) => 0.5 * Math.tanh(6 * sample) * (1 + 0.2 * Math.sin(i / 3000)));
}

/** What a microphone picks up beside the music. */
const room = noise(3);

let buzzing: GrainLibrary;
let hissing: GrainLibrary;
beforeAll(async () => {
  buzzing = await build(buzz());
  hissing = await build(noise(0.5));
});

const play = (stem: Float32Array, library: GrainLibrary, settings: Partial<StyleSettings> = {}) =>
  restyle(stem, stem, library, settings);

describe('restyle', () => {
  it('keeps the notes and the dynamics and takes the colour', async () => {
    const [stem, style] = [melody(), buzz()];
    const { left, right, grainsUsed } = await play(stem, buzzing);
    const figures = await measureQuality(stem, await midOf(left, right), style, SAMPLE_RATE);
    expect(grainsUsed).toBeGreaterThan(20);
    expect(figures.chroma).toBeGreaterThan(0.75);
    expect(figures.envelope).toBeGreaterThan(0.9);
    expect(figures.mfccToStyle).toBeLessThan(figures.mfccToSource);
  });

  it('is as long as the stem, finite and within full scale, in every mode', async () => {
    const stem = bursts(1.1, [0.05, 0.4, 0.8]).map((sample) => 1.2 * sample);
    const variants: Partial<StyleSettings>[] = [
      {},
      { mode: 'classic' },
      { mode: 'classic', useEnvelope: false, usePitchMapping: false },
      { useEnvelope: false },
      { usePitchMapping: false, attackPreservation: 0 },
      { transposeToTarget: false, transposeSemitones: 7, formantKeep: 1 },
      { grainDurationMs: 40, density: 4, positionSprayMs: 100, stereoSpread: 1 },
    ];
    for (const settings of variants) {
      const { left, right } = await play(stem, buzzing, settings);
      expect([left.length, right.length]).toEqual([stem.length, stem.length]);
      expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
      expect(peakOf([left, right])).toBeLessThanOrEqual(1);
      expect(peakOf([left, right])).toBeGreaterThan(0.05);
    }
  });

  it('gives the same samples for the same seed and others for another', async () => {
    const stem = melody().subarray(0, 30_000);
    const [a, b, c] = [1, 1, 2].map((seed) => play(stem, hissing, { seed }));
    const [first, again, other] = [(await a!).left, (await b!).left, (await c!).left];
    expect(first.every((sample, i) => sample === again[i])).toBe(true);
    expect(first.every((sample, i) => sample === other[i])).toBe(false);
  });

  it('is the stem itself without amount, and silence for silence', async () => {
    const stem = melody();
    const { left } = await play(stem, buzzing, { amount: 0 });
    expect(left.every((sample, i) => sample === stem[i])).toBe(true);
    const silent = await play(new Float32Array(9000), buzzing);
    expect(silent.grainsUsed).toBe(0);
    expect(peakOf([silent.left, silent.right])).toBe(0);
  });

  it('begins when the stem begins, and not otherwise', async () => {
    const hits = bursts(3, [0.2, 0.5, 0.8, 1.3, 1.45, 2, 2.6]);
    const stem = hits.map((sample, i) => sample + 0.02 * room[i]!);
    const { left, right } = await play(stem, hissing);
    const figures = await measureQuality(stem, await midOf(left, right), noise(0.5), SAMPLE_RATE);
    expect(figures.onsetF).toBeGreaterThan(0.8);
  });

  it('is as loud as the stem, however bright the sound is', async () => {
    const stem = sine(1.5, 90).map((sample, i) => sample * Math.exp(-((i / 6000) % 3)));
    const { left, right } = await play(stem, hissing);
    const loudness = (sides: readonly [Float32Array, Float32Array]) =>
      measureLoudness(...sides).integratedLufs;
    expect(Math.abs(loudness([left, right]) - loudness([stem, stem]))).toBeLessThan(1.5);
  });

  it('is silent where the stem is silent', async () => {
    const stem = bursts(1.5, [0.1, 1.1]);
    const { left } = await play(stem, buzzing);
    expect(peakOf([left.subarray(22_000, 44_000)])).toBeLessThan(1e-3);
  });

  it('has no steps at the edges of grains', async () => {
    const stem = sine(1.5, 220);
    const { left } = await play(stem, await build(sine(0.7, 330)));
    let steepest = 0;
    for (let i = 1; i < left.length; i++) steepest = Math.max(steepest, Math.abs(left[i]! - left[i - 1]!));
    // The largest step of a sine of this level at the highest partial that shows, with room for the colour.
    expect(steepest).toBeLessThan(0.5 * ((2 * Math.PI * 1500) / SAMPLE_RATE));
  });

  it.each(ODD_SIGNALS)('plays %s sensibly', async (_, signal) => {
    const { left, right } = await play(signal, hissing);
    expect(left).toHaveLength(signal.length);
    expect([left, right].every((side) => side.every((sample) => Math.abs(sample) <= 1))).toBe(true);
  });

  it('plays with a click, with 8-bit steps and at 48 kHz', async () => {
    const stem = melody().subarray(0, 30_000);
    const coarse = sine(0.4, 440).map((sample) => Math.round(sample * 127) / 127);
    const libraries = [
      await build(bursts(0.1, [0.01])),
      await build(coarse),
      await build(sine(0.5, 300, 48_000), 48_000),
    ];
    for (const library of libraries) {
      const { left, grainsUsed } = await play(stem, library);
      expect(grainsUsed).toBeGreaterThan(0);
      expect(peakOf([left])).toBeGreaterThan(0.01);
    }
  });

  it('rejects invalid settings and stops when aborted', async () => {
    const stem = melody();
    await expect(play(stem, buzzing, { amount: 2 })).rejects.toThrow('amount must lie between 0 and 1.');
    await expect(play(stem, buzzing, { density: Number.NaN })).rejects.toThrow('density');
    const stop = new AbortController();
    const shares: number[] = [];
    const onProgress = (share: number) => {
      shares.push(share);
      if (share > 0.3) stop.abort(new Error('enough'));
    };
    await expect(restyle(stem, stem, buzzing, {}, { onProgress, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
