// Where music begins and ends: pauses belong to it, long silences end it.
import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../units';
import { findExtent } from './extent';

/** A tone with silences: pairs of seconds that sound and seconds that do not. */
function toneWith(...parts: readonly (readonly [sound: number, silence: number])[]): Float32Array {
  const pieces = parts.flatMap(([sound, silence]) => [
    ...Array.from({ length: sound * SAMPLE_RATE }, (_, i) => 0.4 * Math.cos(i / 20)),
    ...Array<number>(silence * SAMPLE_RATE).fill(0),
  ]);
  return Float32Array.from(pieces);
}

const extentOf = (signal: Float32Array) => {
  const { first, last, isSilent, leftOut } = findExtent(signal, signal, 4 * SAMPLE_RATE);
  const seconds = (at: number) => Math.round((10 * at) / SAMPLE_RATE) / 10;
  return {
    ...{ first: seconds(first), last: seconds(last), isSilent },
    leftOut: leftOut.map(({ start, end }) => [seconds(start), seconds(end)]),
  };
};

describe('findExtent', () => {
  it('keeps a pause within the music', () => {
    expect(extentOf(toneWith([6, 3], [5, 1]))).toEqual({ first: 0, last: 14, isSilent: false, leftOut: [] });
  });

  it('ends before a hidden track, and begins after a lone beginning', () => {
    expect(extentOf(toneWith([10, 8], [3, 0]))).toMatchObject({ first: 0, last: 10, leftOut: [[18, 21]] });
    expect(extentOf(toneWith([1, 6], [9, 0]))).toMatchObject({ first: 7, last: 16, leftOut: [[0, 1]] });
  });

  it('knows digital silence and dither as silence', () => {
    const dither = Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => ((i % 3) - 1) * 3 * 2 ** -15);
    expect(extentOf(dither)).toMatchObject({ isSilent: true });
    expect(extentOf(new Float32Array(SAMPLE_RATE))).toMatchObject({ isSilent: true });
  });
});
