// Damage at every place of Ogg files: what is left sounds at its time, and the rest is said with its place.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { thinned } from '@/contract/testing/thinned';
import { byteAt } from '../byte-at';
import { type Damage, NO_DAMAGE } from '../damage';
import { UnusableAudioError } from '../errors';
import { decodeWithDamage } from '../testing/decode-with-damage';
import { runTool } from '../tool';

const RATE = 48_000;
const SECONDS = 14;
const hzAt = (second: number) => 300 + 100 * second;

const CODECS = {
  opus: ['-c:a', 'libopus', '-b:a', '64k'],
  vorbis: ['-c:a', 'libvorbis', '-q:a', '3'],
  flac: ['-c:a', 'flac', '-sample_fmt', 's16'],
} as const;
type Codec = keyof typeof CODECS;
const ALL = Object.keys(CODECS) as Codec[];

let dir = '';
const whole = new Map<Codec, Buffer>();
const wholeOf = (codec: Codec) => whole.get(codec) ?? Buffer.alloc(0);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'ogg-damage-'));
  // A tone for each second, in pages of about one.
  const source = `aevalsrc='0.3*sin(2*PI*(300+100*floor(t))*t)+0.004*(random(0)-0.5)':s=${RATE}:d=${SECONDS}`;
  for (const codec of ALL) {
    const file = path.join(dir, `${codec}.ogg`);
    const pages = ['-page_duration', '900000'];
    await runTool('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...CODECS[codec], ...pages, file]);
    whole.set(codec, await readFile(file));
  }
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Where each page, its body and its end are. */
function pagesOf(bytes: Buffer) {
  const pages: { at: number; body: number; end: number }[] = [];
  for (let at = 0; at < bytes.length; at = pages.at(-1)?.end ?? bytes.length) {
    const body = at + 27 + byteAt(bytes, at + 26);
    const laces = bytes.subarray(at + 27, body);
    pages.push({ at, body, end: body + laces.reduce((sum, lace) => sum + lace, 0) });
  }
  return pages;
}
type Page = ReturnType<typeof pagesOf>[number];

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = byteAt(bytes, at) ^ 0x55;
  return bytes;
}

/** The file of `codec` with what `damage` makes of it. */
function damagedFile(codec: Codec, damage: (bytes: Buffer, page: (number: number) => Page) => Buffer) {
  const bytes = Buffer.from(wholeOf(codec));
  const pages = pagesOf(bytes);
  return damage(bytes, (number) => at(pages, number));
}

async function decoded(bytes: Buffer) {
  const { samples, damage, probe } = await decodeWithDamage(path.join(dir, 'damaged.ogg'), bytes, RATE);
  expect(probe.silentS).toBeCloseTo(damage.silentS, 2);
  expect(probe.missingEndS).toBeCloseTo(damage.missingEndS, 2);
  expect(probe.silentAt).toHaveLength(damage.silentAt.length);
  expect(probe.durationS).toBeCloseTo(samples.length / RATE, 2);
  return { samples, damage };
}

/** The seconds whose middle is not the tone that belongs there. */
function lostSeconds(samples: Float32Array): number[] {
  return Array.from({ length: SECONDS }, (_, second) => second).filter((second) => {
    const part = samples.subarray((second + 0.3) * RATE, (second + 0.7) * RATE);
    let crossings = 0;
    for (let i = 1; i < part.length; i++) if (at(part, i) >= 0 !== at(part, i - 1) >= 0) crossings++;
    return Math.abs((crossings * RATE) / (2 * Math.max(1, part.length)) - hzAt(second)) > 50;
  });
}

/** Everything but what is said to be silent sounds in its place. */
function expectInPlace(samples: Float32Array, { silentAt, missingEndS }: Damage): void {
  expect(samples.length / RATE + missingEndS).toBeCloseTo(SECONDS, 0);
  const endS = samples.length / RATE;
  for (const second of lostSeconds(samples)) {
    const isSaid = silentAt.some(({ atS, lengthS }) => second + 0.8 > atS && second + 0.2 < atS + lengthS);
    expect(isSaid || (missingEndS > 0 && second + 0.8 > endS), `second ${second}`).toBe(true);
  }
}

describe('damage before the sound', () => {
  it.each(thinned(ALL, 3))('to the name of the first page costs nothing of %s', async (codec) => {
    const bytes = damagedFile(codec, (all) => {
      all[0] = 0;
      return all;
    });
    const { samples, damage } = await decoded(bytes);
    expect(damage).toEqual(NO_DAMAGE);
    expect(samples).toEqual((await decoded(wholeOf(codec))).samples);
  });

  it.each(thinned(ALL, 3, 1))(
    'to the checksum or the tags of the second page costs nothing of %s',
    async (codec) => {
      for (const offset of [24, 27 + 24]) {
        const bytes = damagedFile(codec, (all, page) => flipped(all, page(1).at + offset));
        const { samples, damage } = await decoded(bytes);
        expect(damage).toEqual(NO_DAMAGE);
        expect(samples).toEqual((await decoded(wholeOf(codec))).samples);
      }
    },
  );

  it.each(thinned(['opus', 'flac'] as const, 2, 1))(
    'that takes the tags away costs nothing of %s',
    async (codec) => {
      const bytes = damagedFile(codec, (all, page) =>
        Buffer.concat([all.subarray(0, page(1).at), all.subarray(page(1).end)]),
      );
      const { samples, damage } = await decoded(bytes);
      expect(damage).toEqual(NO_DAMAGE);
      expect(lostSeconds(samples)).toEqual([]);
    },
  );

  it.each([
    ['flac', 0],
    ['vorbis', 1],
  ] as const)('to the decoding parameters of %s causes a rejection', async (codec, number) => {
    const bytes = damagedFile(codec, (all, page) => all.fill(0, page(number).body + 8, page(number).end));
    const refusal = decoded(bytes);
    await expect(refusal).rejects.toThrow(UnusableAudioError);
    await expect(refusal).rejects.toThrow('The beginning of the file, which says how');
  });
});

describe('damage to the first pages of sound', () => {
  const DAMAGES: readonly (readonly [string, (bytes: Buffer, page: (number: number) => Page) => Buffer])[] = [
    ['the head of the first', (all, page) => all.fill(0, page(2).at, page(2).body)],
    ['a byte of the first', (all, page) => flipped(all, page(2).end - 9)],
    [
      'the first taken away',
      (all, page) => Buffer.concat([all.subarray(0, page(2).at), all.subarray(page(2).end)]),
    ],
    ['the first three', (all, page) => all.fill(0, page(2).at + 5, page(4).end - 5)],
    [
      'bytes taken out of the first three',
      (all, page) => Buffer.concat([all.subarray(0, page(2).body + 50), all.subarray(page(4).body + 50)]),
    ],
  ];
  const cases = DAMAGES.flatMap(([what, damage]) => ALL.map((codec) => ({ what, damage, codec })));
  it.each(thinned(cases, 7))(
    'leaves what follows in its place: $what, $codec',
    async ({ what, damage, codec }) => {
      const { samples, damage: said } = await decoded(damagedFile(codec, damage));
      expectInPlace(samples, said);
      // The frames of FLAC are found without the head of their page.
      if (codec !== 'flac' || !what.startsWith('the head')) {
        expect(said.silentAt[0]?.atS).toBeLessThan(codec === 'flac' ? 1 : 0.01);
        expect(said.silentS).toBeGreaterThan(0.05);
      }
      expect(said.silentS).toBeLessThan(4);
      expect(said.missingEndS).toBe(0);
    },
  );

  it.each(thinned(ALL, 3, 2))(
    'is distinguished from a recording of %s that begins in the middle of a stream',
    async (codec) => {
      const bytes = damagedFile(codec, (all, page) =>
        Buffer.concat([all.subarray(0, page(2).at), all.subarray(page(-2).at)]),
      );
      const { samples, damage } = await decoded(bytes);
      expect(damage).toEqual(NO_DAMAGE);
      expect(samples.length / RATE).toBeLessThan(3);
    },
  );
});

describe('damage in the middle', () => {
  it.each(thinned(ALL, 3, 2))('leaves the end of %s where it is, to the sample', async (codec) => {
    const bytes = damagedFile(codec, (all, page) => flipped(all, page(6).body + 40));
    const { samples, damage } = await decoded(bytes);
    expect(damage.silentS).toBeGreaterThan(0.05);
    expect(samples.length).toBe((await decoded(wholeOf(codec))).samples.length);
  });
});

describe('damage to the last pages', () => {
  it.each(thinned(ALL, 3))('costs %s no more than the sound of those pages', async (codec) => {
    for (const number of [-1, -2]) {
      for (const part of thinned(['at', 'body'] as const, 2, number === -1 ? 0 : 1)) {
        const bytes = damagedFile(codec, (all, page) =>
          all.fill(0, page(number)[part], page(number)[part] + 26),
        );
        const { samples, damage } = await decoded(bytes);
        expectInPlace(samples, damage);
        expect(damage.silentS + damage.missingEndS).toBeLessThan(2);
        const isFlacHead = codec === 'flac' && part === 'at';
        if (!isFlacHead) expect(damage.silentS + damage.missingEndS).toBeGreaterThan(0.05);
      }
    }
  });

  it.each(thinned(ALL, 3, 1))('is said where zeros take the place of the end of %s', async (codec) => {
    const bytes = damagedFile(codec, (all) => all.fill(0, Math.floor(all.length * 0.8)));
    const { samples, damage } = await decoded(bytes);
    expect(lostSeconds(samples).every((second) => second > 0.7 * SECONDS)).toBe(true);
    expect(damage.silentS).toBe(0);
    expect(Math.abs(samples.length / RATE + damage.missingEndS - SECONDS)).toBeLessThan(2);
  });
});

it('says the places of two holes', async () => {
  const bytes = damagedFile('opus', (all, page) => flipped(flipped(all, page(5).end - 1), page(10).end - 1));
  const { samples, damage } = await decoded(bytes);
  expectInPlace(samples, damage);
  expect(damage.silentAt.map(({ atS }) => atS)).toEqual([expect.closeTo(2.7, 1), expect.closeTo(7.2, 1)]);
});

it('keeps the last block of each part of chained FLAC', async () => {
  const one = await decoded(wholeOf('flac'));
  const two = await decoded(Buffer.concat([wholeOf('flac'), wholeOf('flac')]));
  expect(one.damage).toEqual(NO_DAMAGE);
  expect(two.damage).toEqual(NO_DAMAGE);
  expect(two.samples.length).toBe(2 * SECONDS * RATE);
  expect(two.samples.subarray(0, SECONDS * RATE)).toEqual(one.samples);
  expect(two.samples.subarray(SECONDS * RATE)).toEqual(one.samples);
});

it('says the place of a hole in the second part of chained FLAC', async () => {
  const damaged = damagedFile('flac', (all, page) => flipped(all, page(7).end - 9));
  const alone = await decoded(damaged);
  const { samples, damage } = await decoded(Buffer.concat([wholeOf('flac'), damaged]));
  expect(samples.length).toBe(2 * SECONDS * RATE);
  expect(damage.silentAt).toEqual(
    alone.damage.silentAt.map(({ atS, lengthS }) => ({ atS: expect.closeTo(SECONDS + atS, 3), lengthS })),
  );
});

it('damage to pages of Speex keeps what follows in its time, at the start too', async () => {
  const file = path.join(dir, 'speex.ogg');
  const source = "aevalsrc='0.3*sin(2*PI*300*t)*lt(mod(t,1),0.5)':s=16000:d=10";
  const pages = ['-page_duration', '500000', '-f', 'ogg'];
  await runTool('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:a', 'libspeex', ...pages, file]);
  const bytes = await readFile(file);
  for (const number of [2, 8]) {
    const page = at(pagesOf(bytes), number);
    const { samples, damage } = await decoded(flipped(Buffer.from(bytes), page.body + 30));
    expect(damage.silentS).toBeCloseTo(0.5, 1);
    expect(samples.length / RATE).toBeCloseTo(10, 1);
    const power = (fromS: number) =>
      samples.subarray(fromS * RATE, (fromS + 0.3) * RATE).reduce((sum, x) => sum + x * x, 0);
    for (const second of [6, 7, 8, 9]) {
      expect(power(second + 0.1)).toBeGreaterThan(100 * power(second + 0.6));
    }
  }
});
