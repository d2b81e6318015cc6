// Silent tracks, tracks too short to mix, and what long silences cut off: each reported in a sentence.

import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { samples } from '../../units';

import { planSet } from '../plan/plan';
import { playApart } from '../plan/play-without-overlap';
import { validatePlan } from '../plan/validate';
import { beatlessAnalysis, testTrack } from '../testing/analysed-tracks';
import type { SetTrack } from '../types';
import { playableTracks } from './playable-tracks';

const silent = (id: string): SetTrack => ({
  id,
  name: `Silence ${id}`,
  hasStems: false,
  analysis: beatlessAnalysis(20, true),
});

describe('playableTracks', () => {
  it('leaves silent tracks out wherever they stand, and says so', () => {
    const { tracks, notes } = playableTracks([silent('s'), testTrack('a'), silent('t'), testTrack('b')]);
    expect(tracks.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(notes).toEqual([
      '"Silence s" is silent and takes no part.',
      '"Silence t" is silent and takes no part.',
    ]);
  });

  it('rejects a list of silent tracks with one message', () => {
    expect(() => playableTracks([silent('s'), silent('t')])).toThrow('All of these tracks are silent');
  });

  it('reports what a long silence cuts off', () => {
    const track = testTrack('a');
    const leftOut = [{ start: samples(44_100 * 90), end: samples(44_100 * 100) }];
    const { notes } = playableTracks([{ ...track, analysis: { ...track.analysis, leftOut } }]);
    expect(notes).toEqual(['What sounds in "Song a" after a long silence, from 1:30 to 1:40, is left out.']);
  });
});

describe('playableTracks, of a long silence beside a short sound', () => {
  const notesOn = (from: number, to: number) => {
    const track = testTrack('a');
    const leftOut = [{ start: samples(Math.round(44_100 * from)), end: samples(Math.round(44_100 * to)) }];
    return playableTracks([{ ...track, analysis: { ...track.analysis, leftOut } }]).notes;
  };

  it('reports tenths of a second where both ends fall into one second', () => {
    expect(notesOn(90.2, 90.9)[0]).toContain('from 1:30.2 to 1:30.9');
    expect(notesOn(119.3, 119.97)[0]).toContain('from 1:59.3 to 2:00.0');
    expect(notesOn(90.9, 91.2)[0]).toContain('from 1:30 to 1:31');
  });

  it('never reports equal ends, and nothing about a click', () => {
    for (let i = 0; i < 40; i++) {
      const [, from, to] = /from (\S+) to (\S+),/.exec(notesOn(0.037 * i, 0.037 * i + 0.1001)[0]!)!;
      expect(from).not.toBe(to);
    }
    expect(notesOn(0, 256 / 44_100)).toEqual([]);
  });
});

describe('a set of tracks without a steady beat', () => {
  it('never blends two that have drums', () => {
    const drummed: SetTrack = {
      id: 'd',
      name: 'Live',
      hasStems: false,
      analysis: { ...beatlessAnalysis(180), attacksPerSecond: 4 },
    };
    for (const tracks of [
      [drummed, testTrack('a')],
      [testTrack('a'), drummed],
    ]) {
      const [transition] = planSet(tracks, DEFAULT_DJ_RULES).transitions;
      expect(['cut', 'echo-out']).toContain(transition!.template);
    }
  });
});

describe('playApart', () => {
  it('replaces an overlap by a cut or an echo that is valid', () => {
    const tracks = [testTrack('a'), testTrack('b', { bpm: 126 }), testTrack('c')];
    const plan = planSet(tracks, DEFAULT_DJ_RULES);
    const apart = playApart(plan, 0, tracks, DEFAULT_DJ_RULES);
    expect(['cut', 'echo-out']).toContain(apart.transitions[0]!.template);
    expect(apart.transitions[1]).toEqual(plan.transitions[1]);
    expect(validatePlan(apart, tracks, DEFAULT_DJ_RULES)).toHaveProperty('plan');
  });
});
