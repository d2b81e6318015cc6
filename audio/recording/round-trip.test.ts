// The round trip is found through noise, echoes and other loudspeakers, and refused where it cannot be relied on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumLengthSequence } from './maximum-length-sequence';
import { findRoundTrip, makeTestSignal } from './round-trip';

const RATE = 8_000;
const LEAD = 400;

/** Repeatable noise from -1 to 1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

interface Room {
  /** In samples, whole ones or not; for each burst. */
  readonly delayOf: (burst: number) => number;
  readonly gain?: number;
  readonly noise?: number;
  readonly echoes?: readonly (readonly [delay: number, gain: number])[];
}

/** What a microphone records of the test signal. */
function record({ delayOf, gain = 0.3, noise: level = 0, echoes = [] }: Room): Float32Array {
  const { samples, starts, burst } = makeTestSignal(RATE);
  const recording = new Float32Array(LEAD + samples.length + RATE);
  const random = noise(7);
  for (let i = 0; i < recording.length; i++) recording[i] = level * random();
  starts.forEach((start, index) => {
    for (const [delay, echo] of [[0, 1] as const, ...echoes]) {
      const from = LEAD + start + delayOf(index) + delay;
      const whole = Math.floor(from);
      const part = from - whole;
      for (let i = 0; i < burst.length; i++) {
        const value = gain * echo * (burst[i] ?? 0);
        recording[whole + i] = (recording[whole + i] ?? 0) + value * (1 - part);
        recording[whole + i + 1] = (recording[whole + i + 1] ?? 0) + value * part;
      }
    }
  });
  return recording;
}

describe('a maximum-length sequence', () => {
  it.each([9, 10, 11])('of order %i has one peak in its circular correlation', (order) => {
    const values = maximumLengthSequence(order);
    const { length } = values;
    for (const shift of [1, 2, 77, length - 1]) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (values[i] ?? 0) * (values[(i + shift) % length] ?? 0);
      expect(sum).toBe(-1);
    }
  });
});

describe('the round trip', () => {
  it('is found to a fraction of a sample, whatever its length', () => {
    const property = fc.property(fc.double({ min: 1, max: 0.45 * RATE, noNaN: true }), (delay) => {
      const found = findRoundTrip(record({ delayOf: () => delay, noise: 0.05 }), LEAD, RATE);
      expect('seconds' in found && Math.abs(found.seconds * RATE - delay)).toBeLessThan(0.6);
    });
    fc.assert(property, { numRuns: 8 });
  });

  it('is that of the direct sound in a room with echoes and noise, inverted or not', () => {
    const echoes = [
      [90, 0.4],
      [411, -0.3],
    ] as const;
    for (const gain of [0.1, -0.1]) {
      const found = findRoundTrip(record({ delayOf: () => 700, gain, noise: 0.1, echoes }), LEAD, RATE);
      expect(found).toMatchObject({ seconds: expect.closeTo(700 / RATE, 4) });
    }
  });

  it('is the median where the clocks of output and input drift by 0.5 ms', () => {
    const found = findRoundTrip(record({ delayOf: (burst) => 500 + burst * 0.8 }), LEAD, RATE);
    expect(found).toMatchObject({ seconds: expect.closeTo(502 / RATE, 3) });
  });

  it('is refused in silence, in noise alone and where the delay jumps', () => {
    expect(findRoundTrip(record({ delayOf: () => 500, gain: 0 }), LEAD, RATE)).toHaveProperty('refusal');
    expect(findRoundTrip(record({ delayOf: () => 500, gain: 0, noise: 0.5 }), LEAD, RATE)).toHaveProperty(
      'refusal',
    );
    const jumping = record({ delayOf: (burst) => (burst < 3 ? 500 : 556) });
    expect(findRoundTrip(jumping, LEAD, RATE)).toMatchObject({ refusal: expect.stringContaining('changed') });
  });
});
