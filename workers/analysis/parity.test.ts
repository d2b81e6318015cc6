// The kernels beside librosa 0.11.0 on three minutes of music: onsets, silences and pitch.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FRAME_LENGTH } from '@/audio/analysis/frames';
import { onsetStrength } from '@/audio/analysis/onset-strength';
import { createRealFft } from '@/audio/fft';
import { analyses, type Recording } from './analyses';
import { loadMono } from './load-mono';

const REFERENCE = path.resolve('../shared/reference/librosa');
const hasReference = existsSync(path.join(REFERENCE, 'music-180s-mono.flac'));
if (!hasReference) console.warn(`Skipping the comparison with librosa: there is no ${REFERENCE}.`);

const read = (name: string): Promise<Buffer> => readFile(path.join(REFERENCE, name));
/** A copy, because a buffer need not begin where numbers may. */
const memoryOf = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;

describe.skipIf(!hasReference)('beside librosa', () => {
  let music: Recording;
  beforeAll(async () => {
    music = await loadMono(path.join(REFERENCE, 'music-180s-mono.flac'));
  });

  it('has the same onset strength', async () => {
    const theirs = new Float32Array(memoryOf(await read('onset_env.f32')));
    const ours = onsetStrength(await createRealFft(FRAME_LENGTH), music.signal, music.sampleRate);
    expect(ours).toHaveLength(theirs.length);
    let [error, energy] = [0, 0];
    for (const [i, value] of theirs.entries()) {
      error += (ours[i]! - value) ** 2;
      energy += value ** 2;
    }
    expect(Math.sqrt(error / energy)).toBeLessThan(1e-5);
  });

  it('picks the same onsets and finds the same silences', async () => {
    const theirs = JSON.parse((await read('onset_split.json')).toString());
    expect(await analyses.onsets(music)).toEqual(theirs.onset_frames);
    const intervals = await analyses.split(music);
    expect(intervals.map(({ start, end }) => [start, end])).toEqual(theirs.split);
  });

  it('finds the same pitch', { timeout: 60_000 }, async () => {
    const theirs = new Float64Array(memoryOf(await read('pyin_f0.f64')));
    const { f0Hz } = await analyses.pitch(music);
    expect(f0Hz).toHaveLength(theirs.length);
    const voiced = theirs.filter((hz) => hz > 0).length;
    let [sameVoicing, samePitch] = [0, 0];
    for (const [i, hz] of theirs.entries()) {
      if (hz > 0 === f0Hz[i]! > 0) sameVoicing++;
      if (hz > 0 && Math.abs(1200 * Math.log2(f0Hz[i]! / hz)) <= 1) samePitch++;
    }
    expect(sameVoicing / theirs.length).toBeGreaterThanOrEqual(0.999);
    expect(samePitch / voiced).toBeGreaterThanOrEqual(0.999);
  });
});
