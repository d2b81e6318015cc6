// Joining a set: samples of a track that are no audio silence an instant of it, not all that follows.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_RATE, samples } from '@/audio/units';
import { decodeStereo } from '../../render/testing/render-specs';
import { joinSet, SET_CEILING_DB } from './join-set';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'join-set-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])(
  'goes on after %f in a prepared track',
  async (garbage) => {
    const frames = 2 * SAMPLE_RATE;
    const audio = Float32Array.from({ length: 2 * frames }, (_, i) => 0.5 * Math.sin((i >> 1) / 20));
    audio[2000] = garbage;
    const [track, output] = [path.join(folder, 'track.f32'), path.join(folder, 'set.wav')];
    await writeFile(track, audio);
    await joinSet({
      timeline: { sampleRate: SAMPLE_RATE, length: samples(frames), tracks: [], transitions: [] },
      prepared: [
        {
          id: 'a',
          gainDb: 0,
          audio: { path: track, first: 0, frames },
          playedLufs: null,
          entry: null,
          exit: null,
        },
      ],
      output: { path: output, format: 'wav', bitDepth: 24, title: 'Test' },
      ride: [],
      ceilingDb: SET_CEILING_DB,
    });
    const heard = await decodeStereo(output);
    for (const [side, channel] of heard.entries()) {
      const off = channel.findIndex(
        (sample, i) => i > 3000 && !(Math.abs(sample - audio[2 * i + side]!) <= 1e-6),
      );
      expect(off).toBe(-1);
    }
  },
);
