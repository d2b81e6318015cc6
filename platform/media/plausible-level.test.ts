// Levels that no recording has are rejected at every entry point of the studio, and merely loud ones are not.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { decodeStream, decodeWhole } from './decode';
import { UnusableAudioError } from './errors';
import { LevelGuard } from './plausible-level';
import { probeAudio } from './probe';
import { writeWavHeader } from './wav-header';

const RATE = 44_100;
const STUDIO = { sampleRate: RATE, channels: 2 } as const;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'level-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function floatWav(name: string, pcm: Float32Array, sampleRate: number, channels: number) {
  const file = path.join(dir, `${name}.wav`);
  const header = writeWavHeader({ sampleRate, channels, bitDepth: 32 }, pcm.length / channels);
  await writeFile(file, Buffer.concat([header, Buffer.from(pcm.buffer)]));
  return file;
}

/** A sine of this peak, both sides alike. */
const sine = (seconds: number, peak: number, rate = RATE) =>
  Float32Array.from({ length: 2 * Math.round(seconds * rate) }, (_, i) => peak * Math.sin((i >> 1) / 9));

/** `quiet` with `replacement` from `from` seconds on. */
function within(quiet: Float32Array, replacement: Float32Array, from: number): Float32Array {
  const whole = quiet.slice();
  whole.set(replacement, 2 * Math.round(from * RATE));
  return whole;
}

const withEvery = (every: number, value: number) => sine(3, 0.5).map((x, i) => (i % every === 0 ? value : x));

const TOO_LOUD = /^The sound of the file is at \+\d+ dBFS RMS, louder than any recording: [^\n]*\.$/;
const NO_NUMBERS = /^Many samples of the file are no numbers: [^\n]*\.$/;

const refusalOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => null,
    (error: unknown) => error,
  );

const isSame = (channels: readonly Float32Array[], interleaved: Float32Array): boolean =>
  interleaved.every((sample, i) => Object.is(channels[i % 2]?.[i >> 1], sample));

async function drain(file: string, options: Parameters<typeof decodeStream>[1]): Promise<void> {
  for await (const _ of decodeStream(file, options));
}

describe('an implausible level', () => {
  it.each([
    ['too loud throughout', () => sine(2, 3), RATE, TOO_LOUD],
    ['for one and a half seconds of six', () => within(sine(6, 0.1), sine(1.5, 4), 2.2), RATE, TOO_LOUD],
    ['in its last moments', () => within(sine(3, 0.1), sine(0.9, 4), 2.1), RATE, TOO_LOUD],
    ['far beyond full scale', () => sine(1, 1e38), RATE, TOO_LOUD],
    ['with one sample that is absurd', () => within(sine(3, 0.1), Float32Array.of(1e30), 1), RATE, TOO_LOUD],
    ['at another rate', () => sine(2, 3, 96_000), 96_000, TOO_LOUD],
    ['with many NaN', () => withEvery(4, Number.NaN), RATE, NO_NUMBERS],
    ['with many infinities', () => withEvery(4, Number.NEGATIVE_INFINITY), RATE, NO_NUMBERS],
  ])('is rejected with a message by upload and decoder: %s', async (name, make, rate, sentence) => {
    const file = await floatWav(name, make(), rate, 2);
    for (const work of [() => probeAudio(file), () => drain(file, STUDIO)]) {
      const refusal = await refusalOf(work);
      expect(refusal).toBeInstanceOf(UnusableAudioError);
      expect((refusal as Error).message).toMatch(sentence);
    }
  });

  it('is taken from the files that the studio makes itself', async () => {
    const file = await floatWav('own', sine(2, 3), RATE, 2);
    await expect(drain(file, { ...STUDIO, isOwn: true })).resolves.toBeUndefined();
  });
});

describe('a plausible level', () => {
  it.each([
    ['peaks of +3 dBFS', () => sine(1, 1.41)],
    ['peaks of +8 dBFS', () => sine(1, 2.51)],
    ['a click of +20 dBFS', () => within(sine(1, 0.1), Float32Array.of(10, -10), 0.5)],
    ['a full-scale square wave', () => sine(1, 1).map(Math.sign)],
  ])('comes through sample for sample: %s', async (name, make) => {
    const pcm = make();
    const file = await floatWav(name, pcm, RATE, 2);
    await expect(probeAudio(file)).resolves.toMatchObject({ durationS: pcm.length / 2 / RATE });
    expect(isSame(await decodeWhole(file, STUDIO), pcm)).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('keeps the rest of a file with a few %s', async (value) => {
    const file = await floatWav(`few ${value}`, withEvery(1000, value), RATE, 2);
    await expect(probeAudio(file)).resolves.toMatchObject({ durationS: 3 });
    expect(isSame(await decodeWhole(file, STUDIO), withEvery(1000, 0))).toBe(true);
  });
});

describe('LevelGuard', () => {
  it('refuses by the loudest second, however the samples arrive', () => {
    const level = fc.double({ min: 0.01, max: 4, noNaN: true });
    const SECOND = 100;
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 250 }),
        (levels, piece) => {
          fc.pre(levels.every((value) => Math.abs(value - 1.9953) > 1e-3));
          const signal = Float32Array.from(
            { length: levels.length * SECOND },
            (_, i) =>
              (i % 2 === 0 ? 1 : -1) * required(levels[Math.floor(i / SECOND)], 'The level of a second'),
          );
          const watch = () => {
            const guard = new LevelGuard(SECOND);
            for (let at = 0; at < signal.length; at += piece) guard.check(signal.subarray(at, at + piece));
            guard.finish();
          };
          if (Math.max(...levels) > 1.9953) expect(watch).toThrow(UnusableAudioError);
          else watch();
        },
      ),
    );
  });
});
