// The timeline of a set from its report: who plays when, alone and in transitions.
import { expect, it } from 'vitest';
import { playingAt, trackMarks } from './set-marks';

const track = (file: string, start_s: number) => ({
  file,
  start_s,
  bpm: 120,
  key: '8A',
  tempo_ratio: 1,
  pitch_semitones: 0,
});
const transition = (from: string, to: string, start_s: number, end_s: number) => ({
  from,
  to,
  start_s,
  end_s,
  bars: 16,
  beat_offset_ms: null,
  beat_offset_reason: null,
  drift_ms: null,
  bass_overlap_bars: 1,
  vocal_overlap_bars: 0,
  short_term_jump_lu: 1,
  key_distance: 0,
  template: 'blend',
  why: 'They fit.',
});
const report = {
  tracks: [track('a', 0), track('b', 100), track('c', 220)],
  transitions: [transition('a', 'b', 100, 132), transition('b', 'c', 220, 252)],
  notes: [],
  loudness: { integrated_lufs: -14, lra_lu: 3, true_peak_dbtp: -1 },
};

it('marks every track from its first to its last sound', () => {
  const marks = trackMarks(report, 300);
  expect(marks).toEqual([
    { name: 'a', start: 0, end: 132 },
    { name: 'b', start: 100, end: 252 },
    { name: 'c', start: 220, end: 300 },
  ]);
  const names = (seconds: number) => playingAt(marks, seconds).map(({ name }) => name);
  expect(names(0)).toEqual(['a']);
  expect(names(110)).toEqual(['a', 'b']);
  expect(names(150)).toEqual(['b']);
  expect(names(299)).toEqual(['c']);
  expect(names(300)).toEqual([]);
});
