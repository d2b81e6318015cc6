// Bytes inserted into streams of frames of one size take no time; those removed or written over keep theirs.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { damageNote } from '../damage';
import { decodeWithDamage } from '../testing/decode-with-damage';
import { runTool } from '../tool';

const RATE = 44_100;
const SECONDS = 5;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'inserted-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function encoded(name: string, ...args: string[]): Promise<Buffer> {
  const file = path.join(dir, name);
  const source = `aevalsrc='0.3*sin(2*PI*(300+100*floor(t))*t)':s=${RATE}:d=${SECONDS}`;
  await runTool('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, file]);
  return readFile(file);
}

const decoded = (bytes: Buffer) => decodeWithDamage(path.join(dir, 'damaged'), bytes, RATE);

/** Bytes none of which can begin a frame. */
const junk = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + 97 * i) & 0x7f));

/** Streams of a constant bitrate that do not count their frames. */
const STREAMS = [
  ['whole.mp2', ['-c:a', 'mp2', '-b:a', '192k']],
  ['whole.mp3', ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']],
] as const;

describe.each(thinned(STREAMS, 2, 1))('%s', (name, args) => {
  it.each([
    ['removed', (bytes: Buffer, at: number) => [bytes.subarray(0, at), bytes.subarray(at + 3_111)]],
    ['inserted', (bytes: Buffer, at: number) => [bytes.subarray(0, at), junk(3_111), bytes.subarray(at)]],
    [
      'written over',
      (bytes: Buffer, at: number) => [bytes.subarray(0, at), junk(3_111), bytes.subarray(at + 3_111)],
    ],
  ] as const)(
    'with bytes %s keeps what follows in its place, and says where it is damaged',
    async (_, damage) => {
      const bytes = await encoded(name, ...args);
      const whole = await decoded(bytes);
      const at = Math.floor(bytes.length * 0.41);
      const { samples, damage: said } = await decoded(Buffer.concat(damage(bytes, at)));
      expect(samples.length).toBe(whole.samples.length);
      const from = 3.5 * RATE;
      const isSame = samples
        .subarray(from)
        .every((x, i) => Math.abs(x - (whole.samples[from + i] ?? 2)) < 1e-4);
      expect(isSame).toBe(true);
      expect(damageNote(said)).toContain('are silent (at 0:02)');
    },
  );
});

it.each(thinned(STREAMS, 2))(
  '%s that was cut and joined to another has no silence in between',
  async (name, args) => {
    const bytes = await encoded(name, ...args);
    const { damage } = await decoded(
      Buffer.concat([bytes.subarray(0, Math.floor(bytes.length * 0.41)), bytes]),
    );
    expect(damage.silentS).toBeLessThan(0.06);
  },
);

it('an MP3 file whose header is damaged begins at the same place', async () => {
  const bytes = await encoded('header.mp3', '-b:a', '128k', '-id3v2_version', '0');
  const whole = await decoded(bytes);
  const { samples } = await decoded(Buffer.concat([junk(300), bytes.subarray(300)]));
  const from = RATE;
  const part = whole.samples.subarray(from, 4 * RATE);
  expect(part.every((x, i) => Math.abs(x - (samples[from + i] ?? 2)) < 1e-4)).toBe(true);
});
