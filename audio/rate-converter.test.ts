// The rate converter: exactly in step, flat where music is, silent where it would fold.
import { describe, expect, it } from 'vitest';
import { RateConverter } from './rate-converter';
import { gainToDb } from './units';

const BLOCK = 128;

/** A second of a sine of `hz`, converted. */
function convert(hz: number, toRate: number) {
  const input = [new Float32Array(BLOCK), new Float32Array(BLOCK)] as const;
  let made = 0;
  const converter = new RateConverter(44_100, toRate, input, () => {
    for (let i = 0; i < BLOCK; i++) {
      input[0][i] = Math.sin((2 * Math.PI * hz * (made + i)) / 44_100);
      input[1][i] = -input[0][i]!;
    }
    made += BLOCK;
  });
  const out = [new Float32Array(toRate), new Float32Array(toRate)] as const;
  for (let at = 0; at < toRate; at += 100) {
    converter.process(out[0].subarray(at), out[1].subarray(at), Math.min(100, toRate - at));
  }
  return { out, made, converter };
}

describe('RateConverter', () => {
  it.each([48_000, 96_000, 192_000, 32_000])('gives the same wave at %i Hz, in time', (toRate) => {
    const { out, converter } = convert(1000, toRate);
    let worst = 0;
    for (let n = toRate / 10; n < toRate; n++) {
      const time = n / toRate - converter.latency / 44_100;
      worst = Math.max(worst, Math.abs(out[0][n]! - Math.sin(2 * Math.PI * 1000 * time)));
    }
    expect(gainToDb(worst)).toBeLessThan(-90);
    expect(out[1].every((value, n) => value + out[0][n]! === 0)).toBe(true);
  });

  it('takes exactly as much as it has to', () => {
    const { made } = convert(1000, 192_000);
    expect(made - 44_100).toBeLessThanOrEqual(BLOCK);
    expect(made).toBeGreaterThanOrEqual(44_100);
  });

  it('leaves nothing above what a slower device can play', () => {
    const { out } = convert(20_000, 32_000);
    expect(gainToDb(Math.max(...out[0].subarray(4000)))).toBeLessThan(-80);
  });
});
