// Notes of a report on how beats agree: what was measured far apart, and what was not measured at all.
import { describe, expect, it } from 'vitest';
import { NO_COMMON_ATTACKS, NO_COMMON_BEAT } from '@/audio/automix/report/attack-alignment';
import { type TransitionReport, warningsOn } from './set-report';

const transition: TransitionReport = {
  from: 'a.wav',
  to: 'b.wav',
  start_s: 60,
  end_s: 68,
  bars: 4,
  beat_offset_ms: null,
  drift_ms: null,
  beat_offset_reason: null,
  bass_overlap_bars: 0.25,
  vocal_overlap_bars: null,
  short_term_jump_lu: 0.5,
  key_distance: 1,
  template: 'bass-swap',
  why: 'Both grooves run on while the bass changes hands.',
};
const because = (reason: string): TransitionReport => ({ ...transition, beat_offset_reason: reason });
const apart = (median: number, max: number | null = null): TransitionReport => ({
  ...transition,
  beat_offset_ms: { median, p95: max, max },
});

describe('warningsOn', () => {
  it.each([
    ['far apart', apart(104), 'The beats of "a.wav" and "b.wav" lie 104 ms apart where they overlap.'],
    [
      'far apart one by one',
      apart(9.9, 86.2),
      'Single beats of "a.wav" and "b.wav" lie up to 86 ms apart where they overlap.',
    ],
    [
      'unrelated',
      because(NO_COMMON_BEAT),
      'The beats of "a.wav" and "b.wav" have nothing in common where they overlap.',
    ],
    [
      'beyond comparison',
      because(NO_COMMON_ATTACKS),
      'The beats of "a.wav" and "b.wav" cannot be compared where they overlap.',
    ],
    [
      'not measured',
      because('The two tracks have too few attacks in common to compare.'),
      'Whether the beats of "a.wav" and "b.wav" agree where they overlap was not measured.',
    ],
  ])('warns of beats that are %s', (_, report, warning) => {
    expect(warningsOn([report])).toEqual([warning]);
  });

  it.each([
    ['measured together', apart(1.2)],
    ['measured together one by one', apart(1.2, 25)],
    ['not meant to be together', because('The beats are not locked.')],
    ['never heard together', because('The tracks do not play together.')],
  ])('says nothing of beats that are %s', (_, report) => {
    expect(warningsOn([report])).toEqual([]);
  });
});
