// Runs the real network once on a generated mixture: exact length, alignment, and stems that add up to the mix.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import type { SegmentModel } from '../inference/segment-model';
import { openModel } from '../inference/session';
import { locateModel } from '../model-file';
import { findModel } from '../registry';
import { mixInMemory } from './mix-source';
import { separate } from './separate';

/** Three seconds and a bit of a kick drum, a bass line and a chord, different on both sides. */
function makeMixture(): [Float32Array, Float32Array] {
  const length = 3 * SAMPLE_RATE + 17;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    const sinceKick = t % 0.5;
    const kick =
      Math.sin(2 * Math.PI * (50 * sinceKick - 12 * Math.exp(-30 * sinceKick))) * Math.exp(-8 * sinceKick);
    const bass = Math.sin(2 * Math.PI * [55, 65.4, 73.4, 49][Math.floor(t * 2) % 4]! * t);
    const chord = [220, 277.2, 329.6].reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t), 0) / 3;
    left[i] = 0.4 * kick + 0.2 * bass + 0.2 * chord;
    right[i] = 0.4 * kick + 0.2 * bass + 0.1 * chord;
  }
  return [left, right];
}

const dot = (a: Float32Array, b: Float32Array, lag: number): number => {
  let sum = 0;
  for (let i = 100; i < a.length - 100; i++) sum += a[i]! * b[i + lag]!;
  return sum;
};

let dataDir: string;
let model: SegmentModel;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'isomix-model-'));
  const manifest = await findModel('htdemucs', dataDir);
  const opened = await openModel(manifest, await locateModel(manifest, dataDir), ['cpu']);
  model = opened.model;
});
afterAll(async () => {
  await model.close();
  await rm(dataDir, { recursive: true });
});

it('separates into stems of the exact length that lie on the mix and add up to it', async () => {
  const mixture = makeMixture();
  const length = mixture[0].length;
  const sum = mixture.map(() => new Float32Array(length));
  const energies: number[] = [];
  let covered = 0;
  for await (const region of separate(model, mixInMemory(mixture))) {
    expect(region.start).toBe(covered);
    covered += region.length;
    for (const sides of region.stems) {
      energies.push(dot(sides[0], sides[0], 0));
      for (const [side, samples] of sides.entries()) {
        for (let i = 0; i < samples.length; i++) sum[side]![region.start + i]! += samples[i]!;
      }
    }
  }
  expect(covered).toBe(length);
  for (const [side, mix] of mixture.entries()) {
    const atLag = (lag: number) => dot(mix, sum[side]!, lag);
    const level = dot(mix, mix, 0);
    const error = level - 2 * atLag(0) + dot(sum[side]!, sum[side]!, 0);
    expect(error / level).toBeLessThan(0.02);
    for (const lag of [-20, -5, -2, -1, 1, 2, 5, 20]) expect(atLag(lag)).toBeLessThan(atLag(0));
  }
  const [drums, bass, , vocals] = energies;
  expect(Math.min(drums!, bass!)).toBeGreaterThan(10 * vocals!);
}, 180_000);
