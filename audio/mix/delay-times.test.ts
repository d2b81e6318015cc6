// The times of the delay in the tempo of the recording.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SONG_CONTROLS } from '@/contract/mix-controls';
import { NOTE_VALUES, noteMs, noteOfLabel } from '@/contract/note-values';
import { DEFAULT_DELAY, DELAY } from '@/contract/processors/sends';
import { resolveDelay } from './delay-times';

const { leftMs, leftNote } = DELAY.settings;
const time = fc.double({ min: leftMs.min, max: leftMs.max, noNaN: true });
const note = fc.integer({ min: leftNote.min, max: leftNote.max });
const bpm = fc.double({ min: SONG_CONTROLS.bpm.min, max: SONG_CONTROLS.bpm.max, noNaN: true });

describe('resolveDelay', () => {
  it.each([
    ['1/4', 120, 500],
    ['1/8.', 120, 375],
    ['1/8T', 120, 500 / 3],
    ['1/16', 93.5, 15_000 / 93.5],
    ['1/1', 120, 2_000],
    ['1/1', 60, 2_000],
    ['1/2.', 30, 1_500],
  ])('%s at %d BPM, is %d ms', (label, tempo, ms) => {
    const settings = { ...DEFAULT_DELAY, leftNote: noteOfLabel(label) ?? 0 };
    const resolved = resolveDelay(settings, tempo);
    expect(resolved.leftMs).toBeCloseTo(ms, 9);
    expect(resolved.rightMs).toBe(DEFAULT_DELAY.rightMs);
  });

  it('any settings and tempo, stays within the delay line', () => {
    const property = fc.property(time, time, note, note, bpm, (left, right, of, other, tempo) => {
      const settings = { ...DEFAULT_DELAY, leftMs: left, rightMs: right, leftNote: of, rightNote: other };
      for (const ms of Object.values(resolveDelay(settings, tempo)).slice(0, 2)) {
        expect(ms).toBeGreaterThanOrEqual(leftMs.min);
        expect(ms).toBeLessThanOrEqual(leftMs.max);
      }
    });
    fc.assert(property);
  });

  it('a note at a known tempo, is its length or that halved as often as it takes', () => {
    const known = fc.double({ min: 30, max: 300, noNaN: true });
    const property = fc.property(fc.integer({ min: 1, max: NOTE_VALUES.length }), known, (of, tempo) => {
      const length = noteMs(of, tempo) ?? 0;
      const halvings = Math.max(0, Math.ceil(Math.log2(length / leftMs.max)));
      const resolved = resolveDelay({ ...DEFAULT_DELAY, rightNote: of }, tempo);
      expect(resolved.rightMs).toBeCloseTo(length / 2 ** halvings, 9);
    });
    fc.assert(property);
  });

  it('an unknown tempo, leaves the free times', () => {
    const settings = { ...DEFAULT_DELAY, leftNote: 3, rightNote: 9 };
    for (const tempo of [0, 29.9]) {
      expect(resolveDelay(settings, tempo)).toMatchObject({ leftMs: 375, rightMs: 500 });
    }
  });
});
