// The commands grains and restyle: what they print and write, and what they say about wrong input.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sine } from '@/audio/analysis/testing/known-signals';
import { decodeGrainLibrary } from '@/audio/style/library-format';
import { encodeStream } from '@/platform/media/encode';
import { grainsCommand } from './grains';
import { restyleCommand } from './restyle';

let folder: string;
const at = (name: string) => path.join(folder, name);

async function writeSound(name: string, sound: Float32Array, sampleRate: number): Promise<void> {
  await encodeStream({ format: 'wav', bitDepth: 32, sampleRate, channels: 1, path: at(name) }, [sound]);
}

async function printed(run: () => Promise<number>): Promise<Record<string, unknown>> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    expect(await run()).toBe(0);
    return JSON.parse(String(log.mock.lastCall?.[0]));
  } finally {
    log.mockRestore();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'isomix-restyle-'));
  await writeSound('stem.wav', sine(0.5, 330), 44_100);
  await writeSound('style.wav', sine(0.5, 500, 96_000), 96_000);
  await writeSound('silence.wav', new Float32Array(9000), 44_100);
  await writeFile(at('text.wav'), 'no sound');
});
afterAll(() => rm(folder, { recursive: true }));

describe('isomix grains', () => {
  it('writes a library and prints its content', async () => {
    const summary = await printed(() => grainsCommand.run([at('style.wav'), '--out', at('style.grains')]));
    const library = decodeGrainLibrary(await readFile(at('style.grains')));
    expect(summary).toMatchObject({ grains: library.units.length, duration_s: 0.5 });
  });

  it('reports each mistake in one message', async () => {
    await expect(grainsCommand.run([at('silence.wav'), '--out', at('x')])).rejects.toThrow(
      'The style sound is silent.',
    );
    await expect(grainsCommand.run([])).rejects.toThrow('Usage: isomix grains');
  });
});

describe('isomix restyle', () => {
  it('writes the stem and prints the figures', async () => {
    const figures = await printed(() =>
      restyleCommand.run([at('stem.wav'), '--style', at('style.wav'), '--out', at('out.wav'), '--seed', '3']),
    );
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(['wall_s', 'grains_used', 'onset_f', 'chroma', 'envelope', 'mfcc_to_style']),
    );
    expect((await readFile(at('out.wav'))).length).toBeGreaterThan(22_050 * 8);
  });

  it.each([
    [['--amount', '3'], 'amount must lie between 0 and 1.'],
    [['--amount', 'much'], '--amount must be a number.'],
    [['--mode', 'loud'], '--mode must be mosaic or classic.'],
  ])('refuses %s', async (more, sentence) => {
    const args = [at('stem.wav'), '--style', at('style.wav'), '--out', at('no.wav'), ...more];
    await expect(restyleCommand.run(args)).rejects.toThrow(sentence);
  });

  it('refuses what is no sound', async () => {
    const args = [at('stem.wav'), '--style', at('text.wav'), '--out', at('no.wav')];
    await expect(restyleCommand.run(args)).rejects.toThrow(/\.$/);
  });
});
