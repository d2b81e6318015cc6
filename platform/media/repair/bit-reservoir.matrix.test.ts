// Holes in MP3 files: nothing is louder than the music around them, whatever the frames behind reach into.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { damageNote } from '../damage';
import { decodeWhole } from '../decode';
import { probeAudio } from '../probe';
import { runTool } from '../tool';

const RATE = 44_100;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'reservoir-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Quiet tones with bursts of noise that fill the bit reservoir and empty it. */
async function made(name: string, ...args: string[]): Promise<Buffer> {
  const file = path.join(dir, name);
  const sound = '0.02*sin(2*PI*330*t)+0.02*sin(2*PI*497*t)+0.02*(random(0)-0.5)*exp(-30*mod(t\\,0.25))';
  const input = ['-f', 'lavfi', '-i', `aevalsrc=${sound}|${sound}:s=${RATE}:d=8`];
  await runTool('ffmpeg', ['-v', 'error', '-y', ...input, ...args, file]);
  return readFile(file);
}

async function opened(bytes: Buffer) {
  const file = path.join(dir, 'damaged.mp3');
  await writeFile(file, bytes);
  const [left = new Float32Array()] = await decodeWhole(file, { sampleRate: RATE, channels: 2 });
  const probe = await probeAudio(file);
  return { left, probe, note: damageNote(probe) };
}

const peakOf = (samples: Float32Array): number => samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);

const junk = (length: number) => {
  let state = 12_345;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      // No byte that could begin a frame.
      return (state >> 16) & 0x7f;
    }),
  );
};

const DAMAGE: Readonly<Record<string, (bytes: Buffer, at: number) => Buffer>> = {
  'bytes are removed': (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 3_000)]),
  'bytes are written over': (bytes, at) =>
    Buffer.concat([bytes.subarray(0, at), junk(3_000), bytes.subarray(at + 3_000)]),
  '64 kB are inserted': (bytes, at) =>
    Buffer.concat([bytes.subarray(0, at), junk(65_536), bytes.subarray(at)]),
};

describe.each([
  ['with a count of frames', ['-b:a', '128k']],
  ['of a variable rate', ['-q:a', '2']],
  ['at a low rate', ['-b:a', '64k', '-ar', '22050']],
] as const)('MP3 %s', (_, args) => {
  it.each(thinned(Object.entries(DAMAGE), 2))('has no burst where %s, and a note', async (what, damage) => {
    const whole = await made('whole.mp3', ...args);
    const loudest = peakOf((await opened(whole)).left);
    for (const share of thinned([0.31, 0.42, 0.53, 0.64, 0.75], 4)) {
      const { left, note } = await opened(damage(whole, Math.floor(whole.length * share)));
      expect(peakOf(left), `${what} at ${share}`).toBeLessThan(1.3 * loudest);
      expect(note).toContain('are silent (at 0:');
    }
  });

  it('is decoded as it is where nothing is damaged', async () => {
    const { note } = await opened(await made('whole.mp3', ...args));
    expect(note).toBeNull();
  });
});
