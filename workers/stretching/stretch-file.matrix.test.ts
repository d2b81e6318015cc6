// The stereo image through changes of tempo and key: sum, difference and both sides stay as they were, band by band.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '@/audio/fft';
import { fullRangeMix, type Stereo, wideMix, worstChange } from '@/audio/stereo/testing/wide-mixes';
import { SAMPLE_RATE, samples } from '@/audio/units';
import { thinned } from '@/contract/testing/thinned';
import { decodeStereo, writeWav } from '../render/testing/render-specs';
import { stretchFile } from './stretch-file';

const SECONDS = 6;
/** The limit for every third of an octave with energy. */
const MAX_DB = 0.5;

let folder = '';
let fft: RealFft;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'image-'));
  fft = await createRealFft(32_768);
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
  it.each(
    thinned(
      [
        [1, 1.05, 0],
        [2, 0.8, -3],
        [3, 1.25, 3],
      ] as const,
      3,
      1,
    ),
  )('keeps the stereo image of wide mix %d at tempo %d and %d semitones', async (seed, tempo, semitones) => {
    const mix = wideMix(seed, SECONDS);
    const { db } = worstChange(fft, mix, await stretched(mix, tempo, semitones), semitones);
    expect(db).toBeLessThan(MAX_DB);
  });

  it.each(
    thinned(
      [
        [5, 1, -4],
        [6, 1, -5],
        [7, 1.12, -2],
      ] as const,
      3,
      2,
    ),
  )('keeps bass and cymbals of wide mix %d at tempo %d and %d semitones', async (seed, tempo, semitones) => {
    const mix = fullRangeMix(seed, SECONDS);
    const { db } = worstChange(fft, mix, await stretched(mix, tempo, semitones), semitones);
    expect(db).toBeLessThan(MAX_DB);
  });

  it('leaves what is on one side there, and what is equal on both equal', async () => {
    const [left] = wideMix(4, SECONDS);
    const [kept, other] = await stretched([left, new Float32Array(left.length)], 1.1, 2);
    const peak = (signal: Float32Array) => signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak(other)).toBeLessThan(1e-4 * peak(kept));
    const [a, b] = await stretched([left, left], 1.1, 2);
    expect(a.findIndex((sample, i) => sample !== b[i])).toBe(-1);
  });
});
