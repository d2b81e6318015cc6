// Where music begins and ends: pauses belong to it, long silences end it.
import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../units';
import { audibleTrack, findExtent } from './extent';

/** A tone with silences: pairs of seconds that sound and seconds that do not. */
function toneWith(...parts: readonly (readonly [sound: number, silence: number])[]): Float32Array {
  const pieces = parts.flatMap(([sound, silence]) => [
    ...Array.from({ length: sound * SAMPLE_RATE }, (_, i) => 0.4 * Math.cos(i / 20)),
    ...Array<number>(silence * SAMPLE_RATE).fill(0),
  ]);
  return Float32Array.from(pieces);
}

/** White noise at an RMS level. */
function noise(seconds: number, dbfs: number): Float32Array {
  let state = 1;
  const scale = Math.sqrt(3) * 10 ** (dbfs / 20);
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return scale * (state / 2 ** 31);
  });
}

const joined = (...parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));

const extentOf = (signal: Float32Array) => {
  const { first, last, isSilent, leftOut } = findExtent(audibleTrack(signal, signal), 4 * SAMPLE_RATE);
  const seconds = (at: number) => Math.round((10 * at) / SAMPLE_RATE) / 10;
  return {
    first: seconds(first),
    last: seconds(last),
    isSilent,
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

  it.each([-76, -62])('knows the hiss of a tape at %i dBFS between two pieces as silence', (dbfs) => {
    const hiss = noise(20, dbfs);
    const song = toneWith([10, 0]);
    expect(extentOf(joined(song, hiss, toneWith([3, 0])))).toMatchObject({
      first: 0,
      last: expect.closeTo(10, 0),
      leftOut: [[expect.closeTo(30, 0), 33]],
    });
    expect(extentOf(noise(30, dbfs)).isSilent).toBe(true);
  });

  it('keeps quiet music that moves, and a short breath of noise', () => {
    const quiet = toneWith([20, 0]).map((x, i) => x * 0.004 * (1 + 0.6 * Math.sin(i / 30_000)));
    expect(extentOf(joined(toneWith([10, 0]), quiet, toneWith([3, 0]))).leftOut).toEqual([]);
    expect(extentOf(joined(toneWith([10, 0]), noise(3, -62), toneWith([3, 0]))).leftOut).toEqual([]);
  });

  it('knows digital silence and dither as silence', () => {
    const dither = Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => ((i % 3) - 1) * 3 * 2 ** -15);
    expect(extentOf(dither)).toMatchObject({ isSilent: true });
    expect(extentOf(new Float32Array(SAMPLE_RATE))).toMatchObject({ isSilent: true });
  });

  it.each([0.5, -0.02, 0.001])(
    'knows a constant offset of %d as silence, with dither and alone',
    (offset) => {
      expect(extentOf(new Float32Array(6 * SAMPLE_RATE).fill(offset)).isSilent).toBe(true);
      const dither = Float32Array.from(
        { length: 6 * SAMPLE_RATE },
        (_, i) => offset + ((i % 3) - 1) * 2 ** -15,
      );
      expect(extentOf(dither).isSilent).toBe(true);
      expect(extentOf(joined(new Float32Array(SAMPLE_RATE / 10).fill(offset))).isSilent).toBe(true);
    },
  );

  it('knows an offset of one channel as silence, and one that comes, changes and goes', () => {
    const [offset, none] = [new Float32Array(SAMPLE_RATE).fill(0.3), new Float32Array(SAMPLE_RATE)];
    expect(audibleTrack(offset, none).isSilent).toBe(true);
    const other = new Float32Array(SAMPLE_RATE).fill(-0.5);
    const steps = joined(none, none, ...Array<Float32Array>(6).fill(offset), other, none, none);
    expect(extentOf(steps).isSilent).toBe(true);
    expect(audibleTrack(steps, new Float32Array(steps.length)).isSilent).toBe(true);
  });

  it('finds a square wave of 25 Hz, and a click beside a step', () => {
    const square = Float32Array.from({ length: 6 * SAMPLE_RATE }, (_, i) => (i % 1_764 < 882 ? 0.3 : -0.3));
    expect(extentOf(square)).toMatchObject({ first: 0, last: 6, isSilent: false });
    const step = joined(new Float32Array(SAMPLE_RATE), new Float32Array(SAMPLE_RATE).fill(0.3));
    step[SAMPLE_RATE + 2_000] = 0.9;
    expect(extentOf(step).isSilent).toBe(false);
  });

  it('divides music at a long silence that has its offset, or none at all', () => {
    const song = toneWith([10, 0]).map((x) => x + 0.05);
    const [hidden, gap] = [toneWith([3, 0]).map((x) => x + 0.05), new Float32Array(8 * SAMPLE_RATE)];
    for (const offset of [0.05, 0]) {
      expect(extentOf(joined(song, gap.fill(offset), hidden))).toMatchObject({
        first: 0,
        last: expect.closeTo(10, 0),
        leftOut: [[expect.closeTo(18, 0), 21]],
      });
    }
  });
});
