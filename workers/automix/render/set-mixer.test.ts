// What a set is mixed and measured from is audio, whatever lies in a prepared track.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_RATE, samples } from '@/audio/units';
import { SetMixer } from './set-mixer';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'set-mixer-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e30])('silences %f for an instant', async (garbage) => {
  const frames = 4096;
  const audio = Float32Array.from({ length: 2 * frames }, (_, i) => 0.5 * Math.cos((i >> 1) / 20));
  audio[2000] = garbage;
  const file = path.join(folder, 'track.f32');
  await writeFile(file, audio);
  const track = {
    id: 'a',
    gainDb: 0,
    audio: { path: file, first: 0, frames },
    playedLufs: null,
    entry: null,
    exit: null,
  };
  const timeline = { sampleRate: SAMPLE_RATE, length: samples(frames), tracks: [], transitions: [] };
  const mixer = new SetMixer(timeline, [track]);
  const [left, right] = [new Float64Array(frames), new Float64Array(frames)];
  await mixer.mix(0, left, right, frames);
  await mixer.close();
  const changed = [...left.keys()].filter((i) => left[i] !== audio[2 * i] || right[i] !== audio[2 * i + 1]);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.every((i) => Math.abs(i - 1000) < 256 && left[i] === 0 && right[i] === 0)).toBe(true);
});
