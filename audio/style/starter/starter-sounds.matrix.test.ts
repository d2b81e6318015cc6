// Starter sounds: deterministic, clean and full of separate notes.
import { describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { splitAtSilence } from '../../analysis/split';
import { makeStarterSound, STARTER_RECIPES } from './starter-sounds';

const RATE = 22_050;

describe.each(thinned(STARTER_RECIPES, 3))('the starter sound %s', (recipe) => {
  const [left, right] = makeStarterSound(recipe, RATE);

  it('is the same every time, stereo, and within full scale', () => {
    const again = makeStarterSound(recipe, RATE);
    expect(again[0]).toEqual(left);
    expect(left).toHaveLength(right.length);
    expect(left).not.toEqual(right);
    let peak = 0;
    for (const side of [left, right]) {
      for (const sample of side) peak = Math.max(peak, Number.isFinite(sample) ? Math.abs(sample) : 99);
    }
    expect(peak).toBeCloseTo(0.9, 5);
  });

  it('contains many notes with quiet between them', () => {
    expect(splitAtSilence(left, 40).length).toBeGreaterThanOrEqual(14);
    expect(left.length / RATE).toBeLessThan(40);
  });
});
