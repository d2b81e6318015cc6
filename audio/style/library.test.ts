// Grain libraries: what is cut and described, and the file format, which must refuse everything it did not write.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bursts, noise, sine } from '../analysis/testing/known-signals';
import { SAMPLE_RATE, samples } from '../units';
import { crc32 } from './crc32';
import type { GrainLibrary } from './grain';
import { buildGrainLibrary } from './library';
import { decodeGrainLibrary, encodeGrainLibrary } from './library-format';
import { summariseLibrary } from './library-summary';
import { cutUnits } from './unit-cutting';

const build = (sound: Float32Array, right = sound) => buildGrainLibrary(sound, right, SAMPLE_RATE);

/** A library of any content that the format can store. */
const anyLibrary: fc.Arbitrary<GrainLibrary> = fc
  .record({
    length: fc.integer({ min: 1, max: 3000 }),
    stereo: fc.boolean(),
    rate: fc.integer({ min: 8000, max: 96_000 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ length, stereo, rate, seed, cut }) => {
    const frames = 1 + Math.floor(length / 512);
    const values = (bands: number) =>
      Float32Array.from({ length: frames * bands }, (_, i) => Math.sin(seed + i));
    const channel = (side: number) =>
      Int16Array.from({ length }, (_, i) => 32_767 * Math.sin(seed * i + side));
    const first = Math.max(1, Math.floor(cut * length));
    const unit = (start: number, end: number) => ({
      start: samples(start),
      length: samples(end - start),
      pitchHz: 220,
      periodicity: 0.5,
      levelDb: -12,
      brightnessHz: 1500,
    });
    return {
      sampleRate: rate,
      peak: 0.5,
      channels: stereo ? [channel(0), channel(1)] : [channel(0)],
      units: first < length ? [unit(0, first), unit(first, length)] : [unit(0, length)],
      frames: {
        frames,
        levelDb: values(1),
        pitchHz: values(1),
        periodicity: values(1),
        centroidHz: values(1),
        flatness: values(1),
        chroma: { frames, bands: 12, values: values(12) },
        mfcc: { frames, bands: 20, values: values(20) },
      },
    };
  });

describe('the format of grain libraries', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(anyLibrary, (library) => {
        expect(decodeGrainLibrary(encodeGrainLibrary(library))).toEqual(library);
      }),
      { numRuns: 40 },
    );
  });

  it('reads from the middle of a larger buffer', () => {
    const bytes = encodeGrainLibrary(fc.sample(anyLibrary, { numRuns: 1, seed: 1 })[0]!);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(encodeGrainLibrary(decodeGrainLibrary(larger.subarray(3, 3 + bytes.length)))).toEqual(bytes);
  });

  it('rejects every change of a byte and every truncation with one message', () => {
    fc.assert(
      fc.property(anyLibrary, fc.nat(), fc.integer({ min: 1, max: 255 }), (library, place, change) => {
        const bytes = encodeGrainLibrary(library);
        const cut = bytes.slice(0, place % bytes.length);
        bytes[place % bytes.length]! ^= change;
        for (const damaged of [bytes, cut]) {
          expect(() => decodeGrainLibrary(damaged)).toThrow(/^The (file|grain library)[^.]+\.$/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('distinguishes a newer version and a foreign file from a damaged one', () => {
    const bytes = encodeGrainLibrary(fc.sample(anyLibrary, { numRuns: 1, seed: 2 })[0]!);
    bytes[8] = 3;
    expect(() => decodeGrainLibrary(bytes)).toThrow('newer version');
    expect(() => decodeGrainLibrary(new TextEncoder().encode('RIFF....WAVEfmt '))).toThrow(
      'not a grain library',
    );
  });

  it('refuses units outside the sound even with a right checksum', () => {
    const bytes = encodeGrainLibrary(fc.sample(anyLibrary, { numRuns: 1, seed: 3 })[0]!);
    const view = new DataView(bytes.buffer);
    view.setUint32(44, 0xffffff, true);
    view.setUint32(12, crc32(bytes.subarray(16)), true);
    expect(() => decodeGrainLibrary(bytes)).toThrow('damaged');
  });

  it('uses the CRC-32 of everybody', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('cutting', () => {
  it('covers the sounding stretches without gaps, overlaps or splinters', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 60_000 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 5 }), fc.array(fc.nat(200_000)), (stretches, marks) => {
        let at = 0;
        const sounding = stretches.map(([gap, length]) => {
          const start = at + gap;
          at = start + length;
          return { start: samples(start), end: samples(at) };
        });
        const units = cutUnits(
          sounding,
          marks.sort((a, b) => a - b),
          SAMPLE_RATE,
        );
        const total = (list: readonly { start: number; end: number }[]) =>
          list.reduce((sum, { start, end }) => sum + end - start, 0);
        expect(total(units)).toBe(total(sounding));
        for (const [i, unit] of units.entries()) {
          expect(unit.end).toBeGreaterThan(unit.start);
          if (i > 0) expect(unit.start).toBeGreaterThanOrEqual(units[i - 1]!.end);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('begins a unit at every burst', async () => {
    const times = [0.1, 0.4, 0.75, 1];
    const { units } = await build(bursts(1.3, times));
    for (const time of times) {
      expect(units.some(({ start }) => Math.abs(start / SAMPLE_RATE - time) < 0.03)).toBe(true);
    }
  });
});

describe('building', () => {
  it('knows pitch from noise, and keeps one channel when both are the same', async () => {
    const tone = await build(sine(0.6, 220));
    expect(tone.channels).toHaveLength(1);
    expect(Math.abs(Math.log2(tone.units[0]!.pitchHz / 220))).toBeLessThan(0.02);
    expect(summariseLibrary(tone).grains[0]!.pitchHz).toBe(tone.units[0]!.pitchHz);
    const hiss = await build(noise(0.5), noise(0.5, 0.5, 2));
    expect(hiss.channels).toHaveLength(2);
    expect(summariseLibrary(hiss)).toMatchObject({ pitchRangeHz: null, durationS: 0.5 });
    expect(hiss.units[0]!.brightnessHz).toBeGreaterThan(tone.units[0]!.brightnessHz);
  });

  it('survives the trip to storage', async () => {
    const library = await build(sine(0.3, 330), noise(0.3));
    expect(decodeGrainLibrary(encodeGrainLibrary(library))).toEqual(library);
  });

  it('rejects silence and what is not a sound with one message', async () => {
    for (const sound of [new Float32Array(20_000), new Float32Array(20_000).fill(0.8), new Float32Array(0)]) {
      await expect(build(sound)).rejects.toThrow('The style sound is silent.');
    }
    await expect(buildGrainLibrary(new Float32Array(700), new Float32Array(700), 1)).rejects.toThrow(
      'A style sound can be at most 10 minutes long.',
    );
  });
});
