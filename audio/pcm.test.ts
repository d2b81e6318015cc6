// Packing samples: within one step of the truth, never wrapped round, and dither that is what it claims to be.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, triangularDither } from './dither';
import { countClipped, packer16, packer24, packerFloat, peakOf } from './pcm';

const samples = fc.float32Array({ minLength: 1, maxLength: 50, min: -3, max: 3, noNaN: true });
const held = (x: number, steps: number) => Math.max(-1, Math.min((steps - 1) / steps, x));
const at24 = (bytes: Uint8Array, i: number) =>
  ((bytes[3 * i]! | (bytes[3 * i + 1]! << 8) | (bytes[3 * i + 2]! << 16)) << 8) >> 8;

describe('packers', () => {
  it('round to the nearest 24-bit value and clamp to full scale', () => {
    fc.assert(
      fc.property(samples, (left) => {
        const packed = packer24(64).pack(left, left, left.length) as Uint8Array;
        left.forEach((x, i) => {
          expect(Math.abs(at24(packed, 2 * i) / 2 ** 23 - held(x, 2 ** 23))).toBeLessThanOrEqual(
            0.5 / 2 ** 23,
          );
        });
      }),
    );
  });

  it('replace NaN by silence, and clip infinities', () => {
    const packed = packer24(1).pack(Float32Array.of(Number.NaN), Float32Array.of(-Infinity), 1) as Uint8Array;
    expect([at24(packed, 0), at24(packed, 1)]).toEqual([0, -(2 ** 23)]);
  });

  it('stay within one and a half steps of 16 bits with dither', () => {
    fc.assert(
      fc.property(samples, fc.integer(), (left, seed) => {
        const packed = packer16(64, triangularDither(seededRandom(seed))).pack(left, left, left.length);
        left.forEach((x, i) => {
          expect(Math.abs(packed[2 * i]! / 2 ** 15 - held(x, 2 ** 15))).toBeLessThanOrEqual(1.5 / 2 ** 15);
        });
      }),
    );
  });

  it('pass floats on as they are', () => {
    const [left, right] = [Float32Array.of(0.25, 2), Float32Array.of(-0.5, -7)];
    expect([...packerFloat(4).pack(left, right, 2)]).toEqual([0.25, -0.5, 2, -7]);
    expect([peakOf(right, 1), peakOf(right, 2)]).toEqual([0.5, 7]);
    expect(countClipped(Float32Array.of(1, -1, 1.01, -2, 9), 4)).toBe(2);
  });
});

describe('triangularDither', () => {
  it('has the mean and the variance of a triangle, and repeats with its seed', () => {
    const draw = (seed: number) => Array.from({ length: 50_000 }, triangularDither(seededRandom(seed)));
    const noise = draw(7);
    expect(draw(7)).toEqual(noise);
    const mean = noise.reduce((sum, x) => sum + x, 0) / noise.length;
    const variance = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 6)).toBeLessThan(0.005);
    expect(noise.every((x) => x > -1 && x < 1)).toBe(true);
  });

  it('makes the average of the rounding error independent of the level between two steps', () => {
    const packer = packer16(20_000, triangularDither(seededRandom(3)));
    for (const fraction of [0, 0.2, 0.5, 0.9]) {
      const level = new Float32Array(20_000).fill((100 + fraction) / 2 ** 15);
      const packed = packer.pack(level, level, 20_000);
      const mean = Array.from(packed).reduce((sum, x) => sum + x, 0) / packed.length;
      expect(Math.abs(mean - 100 - fraction)).toBeLessThan(0.02);
    }
  });
});
