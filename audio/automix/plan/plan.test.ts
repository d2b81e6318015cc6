// The rule engine: every plan of any set passes the validator, and ordinary pairs get the transition a DJ would make.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES, type DjRules } from '@/contract/dj-rules';
import { anySet, beatlessAnalysis, testTrack } from '../testing/analysed-tracks';
import type { SetTrack, TransitionPlan } from '../types';
import { TrackLevels } from './curve-levels';
import { planSet } from './plan';
import { validatePlan } from './validate';

const RULES = DEFAULT_DJ_RULES;

/** The one transition of two tracks. */
function between(from: SetTrack, to: SetTrack, rules: DjRules = RULES): TransitionPlan {
  const plan = planSet([from, to], rules);
  expect(validatePlan(plan, [from, to], rules)).toEqual({ plan });
  return plan.transitions[0]!;
}

const anyRules: fc.Arbitrary<DjRules> = fc
  .record({
    overlapBars: fc.integer({ min: 1, max: 64 }),
    shortOverlapBars: fc.integer({ min: 1, max: 64 }),
    maxOverlapBars: fc.integer({ min: 1, max: 64 }),
    minSoloBars: fc.integer({ min: 0, max: 64 }),
    usualTempoChange: fc.double({ min: 0, max: 0.1, noNaN: true }),
    maxTempoChange: fc.double({ min: 0, max: 0.1, noNaN: true }),
    allowHalfDouble: fc.boolean(),
    bassSwap: fc.boolean(),
    maxBassOverlapBars: fc.double({ min: 0.25, max: 4, noNaN: true }),
    maxVocalOverlapBars: fc.double({ min: 0, max: 8, noNaN: true }),
    maxClashBars: fc.integer({ min: 0, max: 32 }),
    maxKeyDistance: fc.integer({ min: 0, max: 6 }),
    maxSemitones: fc.integer({ min: 0, max: 1 }),
    useStems: fc.boolean(),
    overlays: fc.boolean(),
  })
  .map((rules) => ({ ...RULES, ...rules }));

describe('planSet', () => {
  it('makes plans that the validator has nothing against, whatever the tracks and the rules', () => {
    fc.assert(
      fc.property(anySet(1, 6), anyRules, (tracks, rules) => {
        if (tracks.every(({ analysis }) => analysis.cues.length === 0)) return;
        const plan = planSet(tracks, rules);
        expect(plan.tracks.map(({ id }) => id)).toEqual(tracks.map(({ id }) => id));
        expect(validatePlan(plan, tracks, rules)).toEqual({ plan });
        for (const { why } of plan.transitions) expect(why).toMatch(/^[A-Z][^\n]+\.$/);
      }),
      { numRuns: 200 },
    );
  });

  it('swaps the bass of two grooves over sixteen bars, on phrases', () => {
    const found = between(testTrack('a', { bpm: 124 }), testTrack('b', { bpm: 126 }));
    expect(found).toMatchObject({ template: 'bass-swap', bars: 16, isLocked: true, outBar: 88, inBar: 0 });
    expect(found.tempo.startBpm).toBeCloseTo(124, 9);
    expect(found.tempo.endBpm).toBeCloseTo(126, 9);
    const [from, to] = [
      new TrackLevels(found.curves, 'from', false),
      new TrackLevels(found.curves, 'to', false),
    ];
    expect([from.low(6), to.low(6) < 0.01]).toEqual([expect.any(Number), true]);
    expect([from.low(10) < 0.01, to.low(10) > 0.7]).toEqual([true, true]);
  });

  it('keeps tracks at their own tempo, and pulls them towards neighbours that are further off than usual', () => {
    const tracks = [120, 122, 131.5].map((bpm, i) => testTrack(`t${i}`, { bpm }));
    const [first, second, third] = planSet(tracks, RULES).tracks.map(({ bpm }) => bpm);
    expect(first).toBeCloseTo(120, 9);
    expect(second).toBeGreaterThan(122.5);
    expect(third).toBeLessThan(131);
  });

  it('locks 174 to 87 BPM at half time, and says so', () => {
    const found = between(testTrack('a', { bpm: 174 }), testTrack('b', { bpm: 87.5 }));
    expect(found).toMatchObject({ isLocked: true, beatRatio: 0.5 });
    expect(found.tempo.endBpm).toBeCloseTo(175, 6);
    expect(found.why).toContain('half time');
    const alone = between(testTrack('a', { bpm: 174 }), testTrack('b', { bpm: 87.5 }), {
      ...RULES,
      allowHalfDouble: false,
    });
    expect(alone.isLocked).toBe(false);
  });

  it.each<[string, SetTrack, SetTrack]>([
    ['tempos too far apart', testTrack('a', { bpm: 100 }), testTrack('b', { bpm: 128 })],
    ['3/4 beside 4/4', testTrack('a', { bpm: 120, beatsPerBar: 3 }), testTrack('b', { bpm: 120 })],
  ])('lets %s echo out', (_name, a, b) => {
    expect(between(a, b)).toMatchObject({ template: 'echo-out', isLocked: false, echo: { beats: 1 } });
  });

  it('fades between a track without beats and one with', () => {
    const ambient = { id: 'x', name: 'x', analysis: beatlessAnalysis(120), hasStems: false };
    expect(between(ambient, testTrack('b'))).toMatchObject({ template: 'blend', isLocked: false, bars: 8 });
    expect(between(testTrack('b', { bpm: 180 }), ambient)).toMatchObject({
      template: 'blend',
      isLocked: false,
    });
  });

  it('transposes by a semitone only where that makes keys fit', () => {
    const shiftOf = (tonic: number) =>
      planSet([testTrack('a', { tonic: 9 }), testTrack('b', { tonic })], RULES).tracks.map(
        ({ semitones }) => semitones,
      );
    expect(shiftOf(4)).toEqual([0, 0]);
    expect(shiftOf(10).filter((shift) => shift !== 0)).toHaveLength(1);
    expect(shiftOf(0)).toEqual([0, 0]);
  });

  it('keeps clashing keys together for eight bars at most, longer when stems leave only drums', () => {
    const clash = (hasStems: boolean) =>
      between(testTrack('a', { tonic: 9, hasStems }), testTrack('b', { tonic: 0, hasStems }));
    expect(clash(false).bars).toBeLessThanOrEqual(8);
    expect(clash(true)).toMatchObject({ template: 'drum-bridge', bars: 16 });
  });

  it('hands one voice over to the other', () => {
    const sung = { vocals: [1, 1, 1, 1, 1], hasStems: true };
    const found = between(testTrack('a', sung), testTrack('b', sung));
    expect(found.template).toBe('vocal-handover');
    const parts = found.curves.map(({ track, part }) => `${track} ${part}`);
    expect(parts).toEqual(expect.arrayContaining(['from vocals', 'to vocals']));
  });

  it('does not let two voices sing at once when there are no stems', () => {
    const sung = { vocals: [1, 1, 1, 1, 1] };
    expect(['echo-out', 'cut', 'blend', 'bass-swap']).toContain(
      between(testTrack('a', sung), testTrack('b', sung)).template,
    );
  });

  it('plans a jingle, a drifting track, a two-hour mix, a copy of the last track, one track and silence', () => {
    const jingle = testTrack('jingle', { bpm: 120, sections: [10] });
    const human = testTrack('human', { bpm: 100, drift: 1.06 });
    const mix = testTrack('mix', { bpm: 126, sections: Array.from({ length: 80 }, () => 47) });
    const copy = { ...mix, id: 'copy' };
    const silence = { id: 's', name: 'Nothing', analysis: beatlessAnalysis(30, true), hasStems: false };
    const tracks = [testTrack('a'), jingle, human, mix, copy, silence, testTrack('b')];
    const plan = planSet(tracks, RULES);
    expect(validatePlan(plan, tracks, RULES)).toEqual({ plan });
    expect(plan.notes).toEqual(expect.arrayContaining([expect.stringContaining('"Nothing" is silent')]));
    expect(planSet([jingle], RULES)).toMatchObject({ tracks: [{ id: 'jingle' }], transitions: [] });
  });

  it('throws with a message when there is nothing to plan', () => {
    const silence = { id: 's', name: 's', analysis: beatlessAnalysis(30, true), hasStems: false };
    expect(() => planSet([], RULES)).toThrow(/^[A-Z][^\n]+\.$/);
    expect(() => planSet([silence], RULES)).toThrow(/^[A-Z][^\n]+\.$/);
  });

  it('brings all tracks to one loudness that needs little limiting', () => {
    const tracks = [
      testTrack('loud', { loudnessLufs: -7, truePeakDbtp: 0 }),
      testTrack('soft', { loudnessLufs: -20, truePeakDbtp: -6 }),
    ];
    const levels = planSet(tracks, RULES).tracks.map(
      ({ gainDb }, i) => tracks[i]!.analysis.loudness.integratedLufs + gainDb,
    );
    expect(levels[0]).toBeCloseTo(levels[1]!, 9);
    expect(levels[0]).toBeLessThanOrEqual(-14);
  });

  it('lays samples over transitions when asked to, in tempo and key', () => {
    const [a, b] = [testTrack('a'), testTrack('b')];
    expect(between(a, b).overlays).toEqual([]);
    const found = between(a, b, { ...RULES, overlays: true });
    expect(found.overlays).toHaveLength(1);
  });

  it('prefers what the rules like, and avoids what they do not', () => {
    const [a, b] = [testTrack('a'), testTrack('b')];
    const weights = (weight: Partial<DjRules['templateWeights']>) => ({
      ...RULES,
      templateWeights: { ...RULES.templateWeights, ...weight },
    });
    expect(between(a, b, weights({ 'bass-swap': 0 })).template).toBe('blend');
    expect(between(a, b, weights({ cut: 10, 'bass-swap': 0, blend: 0, 'echo-out': 0 })).template).toBe('cut');
  });
});
