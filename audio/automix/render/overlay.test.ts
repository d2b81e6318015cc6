// Overlays: every sample sounds, on the beats of its transition, in tempo and key, and never beyond the overlap.

import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { samples } from '../../units';
import { OVERLAY_SAMPLES } from '../plan/overlay-samples';
import { planSet } from '../plan/plan';
import { testTrack } from '../testing/analysed-tracks';
import { OVERLAY_PATTERNS } from './overlay-patterns';
import { playOverlay } from './overlay-render';
import { type PlacedTransition, timelineOf } from './set-timeline';

const RULES = { ...DEFAULT_DJ_RULES, overlays: true };
const RATE = 44_100;

function placedOverlap(bpm: number): PlacedTransition {
  const tracks = [testTrack('a', { bpm }), testTrack('b', { bpm: 1.02 * bpm })];
  return timelineOf(planSet(tracks, RULES), tracks).transitions[0]!;
}

describe('overlay samples', () => {
  it.each(OVERLAY_SAMPLES.map((sample) => [sample.id, sample] as const))(
    '%s sounds, within bounds',
    (id, sample) => {
      const placed = placedOverlap(sample.bpm);
      const { start, signal } = playOverlay({ sampleId: id, bar: 2, gainDb: 0, semitones: 1 }, placed, RATE);
      const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeGreaterThan(0.05);
      expect(peak).toBeLessThan(1);
      expect(start).toBeGreaterThanOrEqual(placed.start);
      expect(start + signal.length).toBeLessThanOrEqual(placed.end);
      expect(signal.every(Number.isFinite)).toBe(true);
      expect(Object.keys(OVERLAY_PATTERNS)).toContain(id);
    },
  );

  it('play their notes on the beats while the tempo moves', () => {
    const placed = placedOverlap(125);
    const { start, signal } = playOverlay(
      { sampleId: 'congas-125', bar: 0, gainDb: 0, semitones: 0 },
      placed,
      RATE,
    );
    expect(start).toBe(placed.start);
    // The first note stands on the half of the first beat.
    const first = signal.findIndex((value) => Math.abs(value) > 1e-4);
    expect(Math.abs(first - (0.5 * 60 * RATE) / 125)).toBeLessThan(20);
  });

  it('end with the overlap, softly', () => {
    const placed = placedOverlap(125);
    const late = { sampleId: 'choir-a-minor-125', bar: placed.plan.bars - 1, gainDb: 0, semitones: 0 };
    const { start, signal } = playOverlay(late, placed, RATE);
    expect(start + signal.length).toBe(placed.end);
    expect(Math.abs(signal.at(-1)!)).toBe(0);
  });

  it('are unknown when they are', () => {
    const placed = { ...placedOverlap(125), start: samples(0) };
    expect(() => playOverlay({ sampleId: 'x', bar: 0, gainDb: 0, semitones: 0 }, placed, RATE)).toThrow(
      'no sample',
    );
  });
});
