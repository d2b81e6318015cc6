// The validator: refuses every kind of bad plan with its reason, snaps what is nearly right, and never throws.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES, type DjRules } from '@/contract/dj-rules';
import { anySet, beatlessAnalysis, testTrack } from '../testing/analysed-tracks';
import type { PartCurve, SetPlan, SetTrack, TransitionPlan } from '../types';
import { planSet } from './plan';
import { validatePlan } from './validate';

const RULES = DEFAULT_DJ_RULES;
const TRACKS = [testTrack('a', { bpm: 124 }), testTrack('b', { bpm: 125 }), testTrack('c', { bpm: 126 })];
const PLAN = planSet(TRACKS, RULES);

const withFirst = (changes: Partial<TransitionPlan>, plan: SetPlan = PLAN): SetPlan => ({
  ...plan,
  transitions: plan.transitions.map((transition, i) =>
    i === 0 ? { ...transition, ...changes } : transition,
  ),
});

function faultsOf(plan: SetPlan, tracks: readonly SetTrack[] = TRACKS, rules: DjRules = RULES): string {
  const verdict = validatePlan(plan, tracks, rules);
  return 'issues' in verdict ? verdict.issues.join('\n') : '';
}

const curve = (
  track: 'from' | 'to',
  part: PartCurve['part'],
  ...gains: Array<[bar: number, gainDb: number]>
) => ({
  track,
  part,
  points: gains.map(([bar, gainDb]) => ({ bar, gainDb })),
});
/** A crossfade of everything, basses and all. */
const CROSSFADE = [curve('from', 'full', [0, 0], [16, -60]), curve('to', 'full', [0, -60], [16, 0])];

describe('validatePlan', () => {
  it.each<[fault: string, plan: SetPlan]>([
    ['exactly once', { ...PLAN, tracks: PLAN.tracks.slice(1) }],
    ['exactly once', { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, id: 'a' })) }],
    ['need 2 transitions', { ...PLAN, transitions: [] }],
    ['does not lead from', { ...PLAN, transitions: [...PLAN.transitions].reverse() }],
    ['gain must lie', { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, gainDb: Number.NaN })) }],
    ['transposed by 1', { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, semitones: 0.5 })) }],
    ['too few keys', { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, semitones: 1 })) }],
    ['solo tempo', { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, bpm: 150 })) }],
    ['whole numbers', withFirst({ outBar: -3 })],
    ['whole numbers', withFirst({ bars: Number.POSITIVE_INFINITY })],
    ['lies outside', withFirst({ outBar: 5_000 })],
    ['what is left', withFirst({ outBar: 110 })],
    ['longer than the incoming', withFirst({ inBar: 105 })],
    ['32 bars at most', withFirst({ bars: 33, outBar: 40 })],
    ['has no overlap', withFirst({ template: 'cut' })],
    ['lasts a bar or more', withFirst({ bars: 0 })],
    ['20 and 400', withFirst({ tempo: { startBpm: 1e9, endBpm: 125 } })],
    ['stretched by', withFirst({ tempo: { startBpm: 124, endBpm: 150 } })],
    ['no ratio', withFirst({ isLocked: false, beatRatio: 2, tempo: { startBpm: 124, endBpm: 124 } })],
    ['does not move', withFirst({ isLocked: false })],
    ['only be cut', withFirst({ isLocked: false, tempo: { startBpm: 124, endBpm: 124 } })],
    ['three and of four', withFirst({ beatsPerBar: 3 })],
    ['two curves', withFirst({ curves: [...CROSSFADE, ...CROSSFADE] })],
    ['has no stems', withFirst({ curves: [...CROSSFADE, curve('from', 'vocals', [0, -60])] })],
    ['follow one another', withFirst({ curves: [curve('from', 'full', [4, 0], [2, -60])] })],
    ['leaves the overlap', withFirst({ curves: [curve('from', 'full', [0, 0], [99, -60])] })],
    ['-60 and 6 dB', withFirst({ curves: [curve('from', 'full', [0, 40], [16, -60])] })],
    ['still sounds', withFirst({ curves: [CROSSFADE[1]!] })],
    [
      'not at full level where the overlap ends',
      withFirst({ curves: [CROSSFADE[0]!, curve('to', 'full', [0, -20])] }),
    ],
    ['where the overlap begins', withFirst({ curves: [curve('from', 'full', [0, -60]), CROSSFADE[1]!] })],
    ['Both basses', withFirst({ curves: CROSSFADE })],
    [
      'needs its beats',
      withFirst({ template: 'echo-out', isLocked: false, tempo: { startBpm: 125, endBpm: 125 } }),
    ],
    ['Only an echo-out', withFirst({ echo: { beats: 1, feedback: 0.5 } })],
    ['switched off', withFirst({ overlays: [{ sampleId: 'shaker-125', bar: 0, gainDb: -6, semitones: 0 }] })],
  ])('says "%s"', (fault, plan) => {
    expect(faultsOf(plan)).toContain(fault);
  });

  it.each<[string, Partial<TransitionPlan['overlays'][number]>]>([
    ['no sample', { sampleId: 'drop table' }],
    ['outside of the overlap', { bar: 64 }],
    ['as loud', { gainDb: 3 }],
    ['2 semitones', { semitones: 5 }],
    ['far from the tempo', { sampleId: 'shaker-90' }],
    ['clashes with the key', { sampleId: 'pluck-d-minor-125', semitones: 1 }],
  ])('says "%s" of samples', (fault, changes) => {
    const overlay = { sampleId: 'shaker-125', bar: 0, gainDb: -6, semitones: 0, ...changes };
    expect(faultsOf(withFirst({ overlays: [overlay] }), TRACKS, { ...RULES, overlays: true })).toContain(
      fault,
    );
  });

  it('refuses voices and keys that meet for too long, and tracks that leave before they have come in', () => {
    const sung = TRACKS.map(({ id }) => testTrack(id, { bpm: 125, vocals: [1, 1, 1, 1, 1] }));
    expect(faultsOf(PLAN, sung)).toContain('Two voices');
    const [a, ...others] = TRACKS;
    const clashing = [a!, ...others.map(({ id }) => testTrack(id, { bpm: 125, tonic: 0 }))];
    expect(faultsOf(PLAN, clashing)).toContain('clash for');
    const [first, second] = PLAN.transitions;
    const early = { ...PLAN, transitions: [first!, { ...second!, outBar: 8 }] };
    expect(faultsOf(early)).toContain('come in before it leaves');
  });

  it('refuses to lock beats where there are none', () => {
    const [, ...others] = TRACKS;
    const ambient = { id: 'a', name: 'a', analysis: beatlessAnalysis(300), hasStems: false };
    expect(faultsOf(PLAN, [ambient, ...others])).not.toBe('');
  });

  it('snaps bars and cleans the reason', () => {
    const verdict = validatePlan(withFirst({ outBar: 88.4, why: '  two\nlines ' }), TRACKS, RULES);
    expect(verdict).toMatchObject({ plan: { transitions: [{ outBar: 88, why: 'two lines' }, {}] } });
  });

  it('never throws, whatever numbers a plan contains, and a plan it accepts stays within its tracks', () => {
    const anyNumber = fc.oneof(
      fc.integer({ min: -2, max: 130 }),
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e308),
    );
    const changes = fc.record(
      {
        outBar: anyNumber,
        inBar: anyNumber,
        bars: anyNumber,
        tempo: fc.record({ startBpm: anyNumber, endBpm: anyNumber }),
        beatRatio: fc.constantFrom(0.5, 1, 2),
        template: fc.constantFrom('blend', 'cut', 'echo-out', 'drum-bridge'),
        isLocked: fc.boolean(),
        curves: fc.array(
          fc.record({
            track: fc.constantFrom('from', 'to'),
            part: fc.constantFrom('full', 'low', 'vocals'),
            points: fc.array(fc.record({ bar: anyNumber, gainDb: anyNumber }), {
              minLength: 1,
              maxLength: 3,
            }),
          }),
          { maxLength: 4 },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anySet(2, 4), changes, (tracks, change) => {
        if (tracks.every(({ analysis }) => analysis.cues.length === 0)) return;
        const verdict = validatePlan(
          withFirst(change as Partial<TransitionPlan>, planSet(tracks, RULES)),
          tracks,
          RULES,
        );
        if ('issues' in verdict) {
          for (const fault of verdict.issues) expect(fault).toMatch(/^[A-Z][^\n]+\.$/);
          return;
        }
        const { outBar, inBar, bars } = verdict.plan.transitions[0]!;
        for (const value of [outBar, inBar, bars]) expect(Number.isInteger(value) && value >= 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
