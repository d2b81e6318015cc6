// The tempo of a song from its beats.
import { expect, it } from 'vitest';
import { beatsPerMinute } from './beat-rate';

it('the beat rate is that of most beats', () => {
  const steady = Array.from({ length: 40 }, (_, i) => i * 22_050);
  expect(beatsPerMinute(steady)).toBeCloseTo(120);
  // A bar that is missing in the middle.
  expect(beatsPerMinute([...steady.slice(0, 16), ...steady.slice(20)])).toBeCloseTo(120);
  expect([beatsPerMinute([]), beatsPerMinute([5]), beatsPerMinute([5, 5])]).toEqual([null, null, null]);
});
