// Tests of what a bass is and how far it may be raised.
import { describe, expect, it } from 'vitest';
import type { PlacedTransition } from '@/audio/automix/render/set-timeline';
import { samples } from '@/audio/units';
import { BassEnvelope, beatBounds } from './bass-envelope';
import { bassHeadroom } from './bass-headroom';
import type { PreparedTrack } from './prepared-track';

const RATE = 44_100;
const BEAT_SECONDS = 0.5;

const placed: PlacedTransition = {
  plan: {
    from: 'a',
    to: 'b',
    template: 'blend',
    outBar: 0,
    inBar: 0,
    bars: 2,
    beatsPerBar: 4,
    isLocked: true,
    beatRatio: 1,
    tempo: { startBpm: 120, endBpm: 120 },
    curves: [],
    overlays: [],
    why: '',
  },
  start: samples(RATE),
  end: samples(5 * RATE),
};

/** A track whose bass has this power in every beat of its overlap. */
function prepared(power: number, gainDb = 0): PreparedTrack {
  const overlap = { beats: [], voice: [], attacks: [], bass: Array.from({ length: 8 }, () => power) };
  const audio = { path: '', first: 0, frames: 0 };
  return { id: '', audio, gainDb, playedLufs: null, entry: overlap, exit: overlap };
}

function powersOf(hz: number): number[] {
  const course = new BassEnvelope(beatBounds(placed, RATE), RATE);
  for (let at = 0; at < 6 * RATE; at++) {
    const sample = Math.sin((2 * Math.PI * hz * at) / RATE);
    course.add(at, sample, sample);
  }
  return course.powers;
}

describe('BassCourse', () => {
  it('detects a bass in every beat, and hardly anything of a high note', () => {
    expect(beatBounds(placed, RATE)[1]).toBe(RATE + BEAT_SECONDS * RATE);
    expect(powersOf(40)).toHaveLength(8);
    for (const power of powersOf(40)) expect(power).toBeGreaterThan(0.3);
    for (const power of powersOf(2000)) expect(power).toBeLessThan(1e-6);
  });
});

describe('bassHeadroom', () => {
  it('is next to nothing where the louder bass plays as it is', () => {
    const headroom = bassHeadroom(placed, Array(8).fill(0.1), prepared(0.1), prepared(0.05));
    expect(headroom(1)).toBeGreaterThan(0);
    expect(headroom(1)).toBeLessThan(1.5);
  });

  it('is what the curves have taken from the louder bass, at the gains of the tracks', () => {
    const asItIs = bassHeadroom(placed, Array(8).fill(0.1), prepared(0.1), prepared(0.1));
    const turnedDown = bassHeadroom(placed, Array(8).fill(0.01), prepared(0.1), prepared(0.1));
    expect(turnedDown(1) - asItIs(1)).toBeCloseTo(10);
    const louder = bassHeadroom(placed, Array(8).fill(0.1), prepared(0.1), prepared(0.1, 6));
    expect(louder(1) - asItIs(1)).toBeCloseTo(6);
  });

  it('is that of the fullest of neighbouring beats, and without a bound in silence', () => {
    const bass = [0, 0, 0, 0, 0, 0, 0, 0.1];
    const headroom = bassHeadroom(placed, bass, prepared(0.1), prepared(0.1));
    expect(headroom(0)).toBe(Number.POSITIVE_INFINITY);
    expect(headroom(1.5)).toBeLessThan(1.5);
    expect(headroom(2)).toBeLessThan(1.5);
  });
});
