// Chroma and tuning: notes lie in their classes, whatever the tuning, and deviations are found.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../fft';
import { SAMPLE_RATE } from '../units';
import { chromagram, createChromaBank, PITCH_CLASSES } from './chroma';
import { countFrames, FRAME_LENGTH, type FrameMatrix } from './frames';
import { ODD_SIGNALS, sine } from './testing/known-signals';
import { commonDeviation, estimateTuning } from './tuning';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(FRAME_LENGTH);
});

/** The frequency of a note, where 69 is the A of 440 Hz. */
const noteHz = (note: number) => 440 * 2 ** ((note - 69) / 12);

function strongestClass({ values }: FrameMatrix, frame: number): number {
  const row = values.subarray(frame * PITCH_CLASSES, (frame + 1) * PITCH_CLASSES);
  return row.indexOf(Math.max(...row));
}

describe('chroma', () => {
  it('is strongest at the class of a note, C first', () => {
    for (const note of [60, 61, 66, 71, 69, 81, 76]) {
      const chroma = chromagram(fft, sine(0.2, noteHz(note)), SAMPLE_RATE, 0);
      expect(strongestClass(chroma, 8)).toBe(note % 12);
    }
  });

  it('puts a note that is 40 cents off into its class when the tuning is not given', () => {
    const flat = chromagram(fft, sine(0.3, noteHz(69.4)), SAMPLE_RATE);
    expect(strongestClass(flat, 10)).toBe(9);
  });

  it('weighs every bin, a semitone bell for each', () => {
    const { weights, bins } = createChromaBank(SAMPLE_RATE, FRAME_LENGTH);
    expect([bins, weights.length]).toEqual([1025, 1025 * 12]);
    expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });

  it.each(ODD_SIGNALS)('lies between 0 and 1 for %s', (_, signal) => {
    const { frames, values } = chromagram(fft, signal, SAMPLE_RATE);
    expect(frames).toBe(countFrames(signal.length));
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});

describe('tuning', () => {
  it('is found to about a tenth of a semitone', () => {
    for (const deviation of [-0.3, 0, 0.25]) {
      const chord = sine(1, noteHz(72 + deviation));
      for (const [i, x] of sine(1, noteHz(79 + deviation)).entries()) chord[i]! += x;
      expect(Math.abs(estimateTuning(fft, chord, SAMPLE_RATE) - deviation)).toBeLessThan(0.12);
    }
  });

  it('is what most frequencies share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -45, max: 45 }),
        fc.array(fc.integer({ min: 40, max: 90 })),
        (h, notes) => {
          const found = commonDeviation(notes.map((note) => noteHz(note + h / 100 + 0.005)));
          expect(found).toBeCloseTo(notes.length === 0 ? 0 : h / 100, 6);
        },
      ),
    );
  });

  it('is 0 where nothing sounds', () => {
    expect(estimateTuning(fft, new Float32Array(9000), SAMPLE_RATE)).toBe(0);
  });
});
