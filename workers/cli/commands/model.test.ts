// Models from the command line: fetched from a server of our own, used by the real engine, listed, taken away.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import { FOUR_STEMS, SIX_STEMS, sha256Of, tinyManifest } from '@/models/testing/tiny-model';
import { tinyNetwork } from '@/models/testing/tiny-network';
import { decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import type { Command } from '../command';

const SEGMENT = 20_000;
const LENGTH = 50_000;

const files = new Map<string, Buffer>();
let server: Server;
let origin = '';
let root = '';
let dataDir = '';
let modelCommand: Command;
let separateCommand: Command;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'isomix-model-cli-'));
  dataDir = path.join(root, 'data');
  // Before the environment is read.
  process.env.DATA_DIR = dataDir;
  ({ modelCommand } = await import('./model'));
  ({ separateCommand } = await import('./separate'));
  server = createServer((request, response) => {
    const content = files.get(request.url ?? '');
    if (content) response.writeHead(200, { 'content-length': content.length }).end(content);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(root, { recursive: true });
});

/** Runs a command and returns the last line of its stdout, which is JSON. */
async function run(command: Command, ...argv: string[]) {
  const lines: string[] = [];
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await command.run(argv);
    return JSON.parse(lines.at(-1) ?? 'null');
  } finally {
    vi.restoreAllMocks();
  }
}
const model = (...argv: string[]) => run(modelCommand, ...argv);

function serve(name: string, gains: readonly number[]) {
  const content = tinyNetwork({ gains, segmentSamples: SEGMENT });
  files.set(`/${name}`, content);
  return { url: `${origin}/${name}`, content };
}

async function writeManifest(manifest: { readonly id: string }): Promise<string> {
  const file = path.join(root, `${manifest.id}.json`);
  await writeFile(file, JSON.stringify(manifest));
  return file;
}

/** The gain of each stem for a song of noise, measured by a separation with the real engine. */
async function gainsOf(modelId: string, stems: readonly string[]): Promise<number[]> {
  const song = path.join(root, 'song.wav');
  const noise = Float32Array.from({ length: 2 * LENGTH }, (_, i) => Math.sin(i * i) / 2);
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  await encodeStream({ ...format, path: song }, [noise]);
  const out = path.join(root, modelId);
  const report = await run(separateCommand, song, '--out', out, '--model', modelId);
  expect(report).toMatchObject({ model: modelId, seconds: Number((LENGTH / SAMPLE_RATE).toFixed(3)) });
  expect((await readdir(out)).sort()).toEqual(stems.map((stem) => `${stem}.wav`).sort());
  const energy = (x: Float32Array) => x.reduce((sum, value) => sum + value * value, 0);
  const level = energy(noise.filter((_, i) => i % 2 === 0));
  return Promise.all(
    stems.map(async (stem) => {
      const file = path.join(out, `${stem}.wav`);
      const [left] = await decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2 });
      return Math.sqrt(energy(left!) / level);
    }),
  );
}

async function expectSeparation(id: string, stems: readonly string[], gains: readonly number[]) {
  for (const [stem, gain] of (await gainsOf(id, stems)).entries()) expect(gain).toBeCloseTo(gains[stem]!, 2);
}

describe('isomix model', () => {
  it('knows three models, of which one is there', async () => {
    const { models } = await model('list');
    expect(
      models.map(({ id, installed, stems }: { id: string; installed: boolean; stems: string[] }) => [
        id,
        installed,
        stems.length,
      ]),
    ).toEqual([
      ['htdemucs', true, 4],
      ['htdemucs_ft', false, 4],
      ['htdemucs_6s', false, 6],
    ]);
  });

  it('fetches six stems by an own manifest, and the engine gives them', async () => {
    const gains = [0.4, 0.2, 0.1, 0.3, 0.15, 0.05];
    const manifest = tinyManifest('tiny_six', SIX_STEMS, SEGMENT, [serve('six.onnx', gains)]);
    const file = await writeManifest(manifest);
    expect(await model('add', 'tiny_six', '--manifest', file)).toMatchObject({ installed: true });
    expect((await model('list')).models.at(-1)).toMatchObject({ id: 'tiny_six', installed: true });
    await expectSeparation('tiny_six', SIX_STEMS, gains);
    expect(await model('remove', 'tiny_six')).toEqual({ id: 'tiny_six', removed: true });
    expect(await readdir(path.join(dataDir, 'models'))).not.toContain('tiny_six.onnx');
    await expect(model('remove', 'tiny_six')).rejects.toThrow('no separation model called "tiny_six"');
  }, 60_000);

  it('fetches a bag of four, one network after another, and each gives its stem', async () => {
    const gains = [0.4, 0.3, 0.2, 0.1];
    const bag = FOUR_STEMS.map((stem, index) => ({
      ...serve(
        `${stem}.onnx`,
        gains.map((gain, other) => (other === index ? gain : 7)),
      ),
      stems: [stem],
    }));
    const manifest = tinyManifest('tiny_bag', FOUR_STEMS, SEGMENT, bag);
    const vocals = files.get('/vocals.onnx')!;
    files.delete('/vocals.onnx');
    const file = await writeManifest(manifest);
    await expect(model('add', 'tiny_bag', '--manifest', file)).rejects.toThrow('answers 404 Not Found');
    await expect(run(separateCommand, file, '--out', root, '--model', 'tiny_bag')).rejects.toThrow(
      'no separation model called "tiny_bag"',
    );
    files.set('/vocals.onnx', vocals);
    await model('add', 'tiny_bag', '--manifest', file);
    await expectSeparation('tiny_bag', FOUR_STEMS, gains);
  }, 60_000);

  it('accepts a known model from another server if its hash matches', async () => {
    const { url, content } = serve('mirror.onnx', [1, 1, 1, 1, 1, 1]);
    const from = ['--url', url, '--sha256', sha256Of(content)];
    expect(await model('add', 'htdemucs_6s', ...from)).toMatchObject({ bytes: content.length });
    expect((await model('list')).models[2]).toMatchObject({ id: 'htdemucs_6s', installed: true });
    await model('remove', 'htdemucs_6s');
    expect((await model('list')).models[2]).toMatchObject({ installed: false, bytes: 136_428_532 });
  });

  it.each([
    [['add', 'nope'], 'There is no separation model called "nope"'],
    [['add', 'htdemucs_6s', '--url', 'https://example.org/x'], 'Every --url needs its --sha256'],
    [['add', 'htdemucs_ft', '--url', 'https://example.org/x', '--sha256', 'a'.repeat(64)], 'has 4 networks'],
    [['add', 'htdemucs_ft', '--manifest', '/nowhere.json'], 'cannot be read (ENOENT)'],
    [['remove', 'htdemucs'], 'separates songs here'],
    [['remove'], 'Usage: isomix model list'],
    [['fetch'], 'Usage: isomix model list'],
  ])('reports in one message why %j cannot be done', async (argv, sentence) => {
    await expect(model(...argv)).rejects.toThrow(sentence);
  });
});
