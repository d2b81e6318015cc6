// The straight beat line: exact on curves of known beats, for minutes and for hours, and whole tempos where they fit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { fitBeatLine } from './grid-fit';

const FPS = 44_100 / 128;

/** Attacks of three frames on the beats, loose by up to `jitter` frames, over a little noise. */
function accentsOf(bpm: number, seconds: number, start: number, jitter: number): Float32Array {
  const random = seededRandom(11);
  const curve = new Float32Array(Math.round(seconds * FPS)).map(() => 0.1 * random());
  const period = (60 * FPS) / bpm;
  for (let at = start; at < curve.length - 2; at += period) {
    const centre = at + jitter * (2 * random() - 1);
    for (let i = Math.max(0, Math.floor(centre) - 1); i <= Math.floor(centre) + 2; i++) {
      curve[i]! += Math.max(0, 3 * (1 - Math.abs(i - centre) / 2));
    }
  }
  return curve;
}

describe('fitBeatLine', () => {
  it('finds period and phase of loose beats to a fraction of a frame', () => {
    const cases = fc.record({
      bpm: fc.double({ min: 70, max: 180, noNaN: true }),
      start: fc.integer({ min: 5, max: 90 }),
    });
    fc.assert(
      fc.property(cases, ({ bpm, start }) => {
        const line = fitBeatLine(accentsOf(bpm, 120, start, 1.5), ((60 * FPS) / bpm) * 1.001, FPS);
        expect(Math.abs((60 * FPS) / line.period - bpm)).toBeLessThan(0.01);
        const beats = (start - line.phase) / line.period;
        expect(Math.abs(beats - Math.round(beats)) * line.period).toBeLessThan(1);
      }),
      { numRuns: 15 },
    );
  });

  it('stays accurate over an hour', () => {
    const line = fitBeatLine(accentsOf(127.37, 3600, 20, 1), (60 * FPS) / 127.4, FPS);
    expect(Math.abs((60 * FPS) / line.period - 127.37)).toBeLessThan(0.0005);
  });

  it('takes a whole tempo where it says the same, and no other', () => {
    const fitted = (bpm: number) =>
      (60 * FPS) / fitBeatLine(accentsOf(bpm, 60, 20, 1), (60 * FPS) / bpm, FPS).period;
    expect(fitted(128.003)).toBeCloseTo(128, 9);
    expect(fitted(128.1)).toBeCloseTo(128.1, 2);
  });
});
