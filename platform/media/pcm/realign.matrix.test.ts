// Bytes that were removed from uncompressed files, or inserted into them: what follows stays sound, in its place.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { damageNote } from '../damage';
import { decodeWithDamage } from '../testing/decode-with-damage';
import { readPcm } from './read-pcm';
import { aiff, au, CONTAINERS, type Container, caf, formatNamed, wave } from './testing/containers';
import { HEALTHY_SOUNDS, MUSICAL_SOUNDS, soundOf } from './testing/sounds';
import { packed } from './testing/wav-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'realign-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const RATE = 44_100;
const FRAMES = 2 * RATE;
const MUSIC = soundOf(MUSICAL_SOUNDS.music, FRAMES, 2, 5);
/** Silence takes 5 ms on both sides of a place. */
const AROUND = 0.02 * RATE;

const decoded = (bytes: Buffer) => decodeWithDamage(path.join(dir, 'file'), bytes, RATE);

/** Where the bytes of a frame begin in a file whose head is 60 bytes long at most. */
const byteOf = (frame: number, stored: string) => 60 + frame * 2 * formatNamed(stored).bytes;

/** The largest difference to the whole file, but for what is near one of `places`, in frames. */
async function errorOf(bytes: Buffer, expected: Float32Array, places: readonly number[]) {
  const { samples, damage } = await decoded(bytes);
  let largest = 0;
  for (const [i, x] of expected.entries()) {
    if (places.some((place) => Math.abs(i - place) < AROUND)) continue;
    largest = Math.max(largest, Math.abs(x - (samples[i] ?? 1)));
  }
  return { largest, damage, frames: samples.length };
}

const CASES: readonly (readonly [string, Container])[] = [
  ['s16le', wave('s16le')],
  ['s24le', wave('s24le')],
  ['f32le', wave('f32le')],
  ['s24be', aiff(24)],
  ['s16le', aiff(16, 'sowt')],
  ['s24be', caf('s24be')],
  ['s16be', au('s16be')],
];

describe.each(thinned(CASES, 3))('a file of %s', (stored, [demuxer, wrap]) => {
  const whole = wrap(packed(MUSIC, formatNamed(stored)), 2);
  const place = Math.round(0.7 * FRAMES);
  const at = byteOf(place, stored);
  let expected: Float32Array = new Float32Array();
  beforeAll(async () => {
    expected = (await decoded(whole)).samples;
  });

  it.each([1, 1_001])(
    `in ${demuxer} from which %d bytes were removed keeps its sound and its time`,
    async (count) => {
      const bytes = Buffer.concat([whole.subarray(0, at), whole.subarray(at + count)]);
      const { largest, damage, frames } = await errorOf(bytes, expected, [place]);
      expect(largest).toBeLessThan(1e-6);
      expect(Math.abs(frames - FRAMES)).toBeLessThanOrEqual(1);
      expect(damageNote(damage)).toMatch(/^The file is damaged: 0\.0\d s of it .*silent \(at 0:01\)/);
    },
  );

  // Three bytes are a whole sample of 24 bits: they let the channels change places, which nothing tells.
  it.skipIf(formatNamed(stored).bytes === 3)(
    `in ${demuxer} into which three bytes were inserted keeps its sound`,
    async () => {
      const junk = Buffer.from([201, 17, 99]);
      const bytes = Buffer.concat([whole.subarray(0, at), junk, whole.subarray(at)]);
      const { largest, damage } = await errorOf(bytes, expected, [place]);
      expect(largest).toBeLessThan(1e-6);
      expect(damage.silentS).toBeGreaterThan(0);
    },
  );
});

describe('a file of 24 bits', () => {
  const [stored, [, wrap]] = ['s24le', wave('s24le')] as const;

  it('from which bytes were removed in two places keeps its sound', async () => {
    // In one channel: behind the second place, nothing tells two from each other.
    const whole = wrap(packed(soundOf(MUSICAL_SOUNDS.music, FRAMES, 1, 5), formatNamed(stored)), 1);
    const places = [0.3, 0.9].map((part) => Math.round(part * FRAMES));
    const [first = 0, second = 0] = places.map((place) => 60 + place * 3);
    const bytes = Buffer.concat([
      whole.subarray(0, first),
      whole.subarray(first + 1, second),
      whole.subarray(second + 2),
    ]);
    const { samples } = await decoded(whole);
    const { largest, damage } = await errorOf(bytes, samples, places);
    expect(largest).toBeLessThan(1e-6);
    expect(damage.silentAt).toHaveLength(2);
  });

  it('that holds 16 bits keeps its sound behind removed bytes', async () => {
    const coarse = MUSIC.map((x) => Math.round(x * 32_000) / 32_768);
    const whole = wrap(packed(coarse, formatNamed(stored)), 2);
    const place = Math.round(0.7 * FRAMES);
    const at = byteOf(place, stored);
    const bytes = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]);
    const { samples } = await decoded(whole);
    expect((await errorOf(bytes, samples, [place])).largest).toBeLessThan(1e-6);
  });
});

it.each(thinned(Object.entries(HEALTHY_SOUNDS), 10))(
  'files with %s whose end was cut off are not realigned',
  async (_, voice) => {
    const samples = soundOf(voice, 20_000, 2);
    const wrong: string[] = [];
    for (const [format, [demuxer, wrap]] of CONTAINERS) {
      const whole = wrap(packed(samples, formatNamed(format)), 2);
      const file = path.join(dir, 'healthy');
      await writeFile(file, whole.subarray(0, whole.length - 1_001));
      if ((await readPcm(file, demuxer))?.realigned) wrong.push(`${demuxer} ${format}`);
    }
    expect(wrong).toEqual([]);
  },
);
