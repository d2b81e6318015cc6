// Memory: the budget is kept, nothing wanted is evicted, and the least recently needed goes first.
import { describe, expect, it } from 'vitest';
import { wholeClip } from '@/audio/mix/clips';
import { samples } from '@/audio/units';
import { chooseEvictions, ESSENTIAL_SAMPLES, MEMORY_BUDGET_BYTES, withinBudget } from './eviction';
import { LOOK_AHEAD_SAMPLES, planSegments, segmentKey } from './segment-plan';

const SEGMENT = 262_144;
const BYTES = SEGMENT * 8;
const segment = (index: number, due = 0) => ({ stemId: 'a', index, due, from: 0 });

describe('chooseEvictions', () => {
  const cached = new Map([0, 1, 2, 3].map((index) => [segmentKey('a', index), 10]));

  it('drops nothing while everything fits', () => {
    expect(chooseEvictions(cached, [segment(3)], 10, 50)).toEqual([]);
  });

  it('drops the least recently needed first and never a wanted one', () => {
    expect(chooseEvictions(cached, [segment(0), segment(3)], 10, 40)).toEqual(['a/1']);
    expect(chooseEvictions(cached, [segment(0), segment(3)], 10, 5)).toEqual(['a/1', 'a/2']);
  });
});

describe('withinBudget', () => {
  it('gives up what is due late, never what is due soon', () => {
    const plan = [segment(0), segment(1, ESSENTIAL_SAMPLES - 1), segment(2, ESSENTIAL_SAMPLES)];
    expect(withinBudget(plan, () => 10, 15).map(({ index }) => index)).toEqual([0, 1]);
  });

  it('keeps eight stems of a ten-minute song below 80 MB wherever the playhead is', () => {
    const lengthSamples = 600 * 44_100;
    const stems = Array.from({ length: 8 }, (_, stem) => ({
      stem: { id: `stem${stem}`, lengthSamples, segmentSamples: SEGMENT, headroomBits: 0 },
      clips: [wholeClip(samples(lengthSamples))],
    }));
    const cached = new Map<string, number>();
    let most = 0;
    for (let position = 0; position < lengthSamples; position += 44_100) {
      const plan = planSegments({
        stems,
        position,
        loop: null,
        length: lengthSamples,
        lookAhead: LOOK_AHEAD_SAMPLES,
      });
      const wanted = withinBudget(plan, () => BYTES);
      const missing = wanted.filter(({ stemId, index }) => !cached.has(segmentKey(stemId, index)));
      for (const key of chooseEvictions(cached, wanted, missing.length * BYTES)) cached.delete(key);
      for (const { stemId, index } of missing) cached.set(segmentKey(stemId, index), BYTES);
      most = Math.max(most, cached.size * BYTES);
    }
    expect(most).toBeLessThanOrEqual(MEMORY_BUDGET_BYTES);
    expect(MEMORY_BUDGET_BYTES).toBeLessThan(80_000_000);
  });
});
