// Frames that are lost at the very beginning and end of a file, and heads of fragments that are damaged in it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { NO_DAMAGE } from '../damage';
import { decodeWithDamage } from '../testing/decode-with-damage';
import { runTool } from '../tool';

const RATE = 48_000;
const SECONDS = 20;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lost-ends-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Tones of which each second has its own, encoded. */
async function encoded(name: string, ...args: string[]): Promise<Buffer> {
  const file = path.join(dir, name);
  const source = `aevalsrc='0.3*sin(2*PI*(300+100*floor(t))*t)':s=${RATE}:d=${SECONDS}`;
  await runTool('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, file]);
  return readFile(file);
}

async function decoded(bytes: Buffer) {
  const { samples, damage, probe } = await decodeWithDamage(path.join(dir, 'decoded'), bytes, RATE);
  expect(probe.silentS).toBeCloseTo(damage.silentS, 3);
  expect(probe.missingEndS).toBeCloseTo(damage.missingEndS, 3);
  expect(probe.durationS * RATE).toBeCloseTo(samples.length, 0);
  return { samples, damage };
}

/** The most that two recordings differ by from `fromS` on. */
const differenceFrom = (fromS: number, a: Float32Array, b: Float32Array): number =>
  a
    .subarray(fromS * RATE)
    .reduce((most, x, i) => Math.max(most, Math.abs(x - (b[fromS * RATE + i] ?? 0))), 0);

const AAC = ['-c:a', 'aac', '-b:a', '96k'];

it.each(
  thinned(
    [
      ['first.aac', AAC],
      ['first.m4a', AAC],
      ['first-fast.m4a', [...AAC, '-movflags', '+faststart']],
    ] as const,
    2,
  ),
)('frames that cannot be decoded at the start of %s become silence', async (name, args) => {
  const bytes = await encoded(name, ...args);
  const whole = await decoded(bytes);
  expect(whole.damage).toEqual(NO_DAMAGE);
  const isAdts = name.endsWith('aac');
  const at = isAdts ? 0 : bytes.indexOf('mdat') + 4;
  const copy = Buffer.from(bytes);
  // The heads of ADTS frames stay, so that they are still frames.
  copy.fill(0xff, at + (isAdts ? 7 : 0), at + 100);
  const { samples, damage } = await decoded(copy);
  expect(samples.length).toBe(whole.samples.length);
  expect(differenceFrom(1, samples, whole.samples)).toBeLessThan(1e-4);
  expect(damage.silentAt).toEqual([{ atS: 0, lengthS: expect.closeTo(damage.silentS, 6) }]);
  expect(damage.silentS).toBeLessThan(0.1);
});

it('zeros in place of the end of ADTS are said to be missing', async () => {
  const bytes = await encoded('end.aac', ...AAC);
  const { samples, damage } = await decoded(Buffer.from(bytes).fill(0, Math.floor(bytes.length * 0.8)));
  expect(damage.silentS).toBe(0);
  expect(damage.missingEndS).toBeGreaterThan(0.8);
  expect(samples.length / RATE + damage.missingEndS).toBeCloseTo(SECONDS, 0);
});

describe('a damaged head within fragmented MP4', () => {
  const FRAGMENTS = [...AAC, '-movflags', 'empty_moov+default_base_moof', '-frag_duration', '1000000'];
  const cases = [
    ['of the samples', 'mdat', (bytes: Buffer, at: number) => bytes.fill(0x4d, at - 4, at + 4)],
    ['of a track', 'tfhd', (bytes: Buffer, at: number) => bytes.fill(0x4d, at, at + 4)],
    ['of a fragment', 'moof', (bytes: Buffer, at: number) => bytes.fill(0x4d, at, at + 4)],
    [
      'of a track, with samples behind it,',
      'trun',
      (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at + 100), bytes.subarray(at + 9_000)]),
    ],
  ] as const;
  it.each(thinned(cases, 3))('%s costs that fragment alone', async (_, name, damage) => {
    const bytes = await encoded('fragments.mp4', ...FRAGMENTS);
    const whole = await decoded(bytes);
    let at = 0;
    for (let fragment = 0; fragment <= 14; fragment++) at = bytes.indexOf(name, at + 1);
    const { samples, damage: said } = await decoded(damage(Buffer.from(bytes), at));
    expect(samples.length).toBe(whole.samples.length);
    expect(differenceFrom(15.5, samples, whole.samples)).toBeLessThan(1e-4);
    expect(said.silentAt).toEqual([{ atS: expect.closeTo(14, 0), lengthS: expect.closeTo(1, 1) }]);
    expect(said.missingEndS).toBe(0);
  });
});

it('bytes inserted into fragmented MP4 whose fragments say where they were written cost that fragment alone', async () => {
  const bytes = await encoded('placed.mp4', ...AAC, '-movflags', 'empty_moov', '-frag_duration', '1000000');
  const whole = await decoded(bytes);
  let at = 0;
  for (let fragment = 0; fragment <= 9; fragment++) at = bytes.indexOf('mdat', at + 1);
  const junk = Buffer.alloc(3_000, 0x4d);
  const { samples, damage } = await decoded(
    Buffer.concat([bytes.subarray(0, at + 2_000), junk, bytes.subarray(at + 2_000)]),
  );
  expect(samples.length).toBe(whole.samples.length);
  expect(differenceFrom(11, samples, whole.samples)).toBeLessThan(1e-4);
  expect(damage.silentAt).toEqual([{ atS: expect.closeTo(9.5, 0), lengthS: expect.any(Number) }]);
});
