// The picture of an equaliser shows what the engine's filters do.
import { expect, it } from 'vitest';
import { ParametricEq } from '@/audio/filter/parametric-eq';
import { SAMPLE_RATE } from '@/audio/units';
import { DEFAULT_EQ, type EqState } from '@/document/processors';
import { dbAt, HEIGHT, hzAt, placeOfDb, placeOfHz, responseDb, responsePath, WIDTH } from './eq-drawing';

const EQ: EqState = {
  bypass: false,
  lowShelf: { hz: 120, gainDb: 6, q: 0.7 },
  lowPeak: { hz: 500, gainDb: -9, q: 2 },
  highPeak: { hz: 3_000, gainDb: 4, q: 1 },
  highShelf: { hz: 9_000, gainDb: -5, q: 0.7 },
};

/** What the engine's equaliser does to a tone, in dB, measured over whole periods once it has settled. */
function measuredDb(hz: number): number {
  const eq = new ParametricEq(SAMPLE_RATE, 1);
  eq.set(EQ, false);
  const tone = Float64Array.from({ length: SAMPLE_RATE }, (_, n) =>
    Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE),
  );
  const heard = tone.slice();
  eq.process(heard, heard.slice(), heard.length);
  const energy = (samples: Float64Array) =>
    samples.subarray(SAMPLE_RATE / 2).reduce((sum, sample) => sum + sample * sample, 0);
  return 10 * Math.log10(energy(heard) / energy(tone));
}

it.each([40, 120, 500, 1_000, 3_000, 9_000, 15_000])('at %d Hz', (hz) => {
  expect(responseDb(EQ, hz)).toBeCloseTo(measuredDb(hz), 1);
});

it('is a straight line at neutral settings, and stays within the box in the middle', () => {
  const heights = responsePath(DEFAULT_EQ)
    .slice(1)
    .split('L')
    .map((point) => Number(point.split(' ')[1]));
  expect(new Set(heights)).toEqual(new Set([HEIGHT / 2]));
  expect(responsePath(DEFAULT_EQ).endsWith(`L${WIDTH}.0 ${HEIGHT / 2}.0`)).toBe(true);
});

it('frequencies and gains are the same after a position and back', () => {
  expect(hzAt(placeOfHz(440))).toBeCloseTo(440);
  expect(dbAt(placeOfDb(-7))).toBeCloseTo(-7);
  expect([placeOfDb(24), placeOfDb(-24), placeOfHz(20), placeOfHz(20_000)]).toEqual([0, 1, 0, 1]);
});
