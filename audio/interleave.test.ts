// Interleaving keeps every sample at its place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deinterleave, interleave } from './interleave';

describe('interleaving', () => {
  it('puts left before right', () => {
    expect([...interleave(Float32Array.of(1, 2), Float32Array.of(-1, -2))]).toEqual([1, -1, 2, -2]);
  });

  it('is undone by deinterleaving, to the bit', () => {
    const frame = fc.tuple(fc.float(), fc.float());
    fc.assert(
      fc.property(fc.array(frame), (pairs) => {
        const left = Float32Array.from(pairs, ([sample]) => sample);
        const right = Float32Array.from(pairs, ([, sample]) => sample);
        expect(deinterleave(interleave(left, right))).toEqual([left, right]);
      }),
    );
  });
});
