// Runs tiny networks in the real runtime: six stems, a bag of specialists, tensors that are not there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelManifest } from '../manifest';
import { mixInMemory } from '../separator/mix-source';
import { separate } from '../separator/separate';
import { FOUR_STEMS, SIX_STEMS, tinyManifest } from '../testing/tiny-model';
import { tinyNetwork } from '../testing/tiny-network';
import { openModel } from './session';

const SEGMENT = 1000;
const URL = 'https://example.org/tiny.onnx';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isomix-networks-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, gains: readonly number[]) {
  const content = tinyNetwork({ gains, segmentSamples: SEGMENT });
  const file = path.join(folder, name);
  await writeFile(file, content);
  return { file, content };
}

/** The left side of every stem of a song that is `song` on both sides. */
async function separateAll(manifest: ModelManifest, paths: readonly string[], song: Float32Array) {
  const { model } = await openModel(manifest, paths, ['cpu']);
  const stems = manifest.stems.map(() => [] as number[]);
  for await (const region of separate(model, mixInMemory([song]))) {
    for (const [stem, [left]] of region.stems.entries()) stems[stem]!.push(...left);
  }
  await model.close();
  return stems;
}

/** Whole periods: a constant offset would be shared out evenly, whatever the gains. */
const song = Float32Array.from({ length: 3300 }, (_, i) => Math.sin((2 * Math.PI * i) / 30));

function expectGains(stems: readonly number[][], gains: readonly number[]): void {
  for (const [stem, gain] of gains.entries()) {
    const worst = stems[stem]!.reduce((most, x, i) => Math.max(most, Math.abs(x - gain * song[i]!)), 0);
    expect(stems[stem]).toHaveLength(song.length);
    expect(worst).toBeLessThan(1e-4);
  }
}

it('separates into six stems', async () => {
  const gains = [0.3, 0.2, 0.1, 0.25, 0.05, 0.1];
  const { file, content } = await write('six.onnx', gains);
  const manifest = tinyManifest('six', SIX_STEMS, SEGMENT, [{ url: URL, content }]);
  expectGains(await separateAll(manifest, [file], song), gains);
});

it('takes from each specialist of a bag its own stem, and the mean where two give the same', async () => {
  const drums = await write('drums.onnx', [0.4, 9, 9, 9]);
  const low = await write('low.onnx', [9, 0.2, 0.1, 9]);
  const rest = await write('rest.onnx', [9, 9, 0.3, 0.2]);
  const manifest = tinyManifest('bag', FOUR_STEMS, SEGMENT, [
    { url: URL, content: drums.content, stems: ['drums'] },
    { url: URL, content: low.content, stems: ['bass', 'other'] },
    { url: URL, content: rest.content, stems: ['other', 'vocals'] },
  ]);
  expectGains(await separateAll(manifest, [drums.file, low.file, rest.file], song), [0.4, 0.2, 0.2, 0.2]);
});

it('says which tensor a network has not', async () => {
  const content = tinyNetwork({ gains: [1], segmentSamples: SEGMENT, output: 'elsewhere' });
  const file = path.join(folder, 'other.onnx');
  await writeFile(file, content);
  const manifest = tinyManifest('odd', ['vocals'], SEGMENT, [{ url: URL, content }]);
  await expect(openModel(manifest, [file], ['cpu'])).rejects.toThrow(
    'The separation model odd does not fit its manifest: no tensor "stems".',
  );
});

it('passes over a provider that does not work here and says why', async () => {
  const { file, content } = await write('cpu.onnx', [1]);
  const manifest = tinyManifest('tiny', ['vocals'], SEGMENT, [{ url: URL, content }]);
  const { model, passedOver } = await openModel(manifest, [file], ['cuda', 'cpu']);
  expect(model.provider === 'cuda' || passedOver[0]!.startsWith('cuda: ')).toBe(true);
  await model.close();
});
