// The beat grid: corrections of what was found, and steady grids where nothing was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import {
  type BeatPositions,
  beatGridOf,
  beatsPerMinute,
  type GridSettings,
  withDownbeatAt,
} from './beat-grid';

const RATE = 44_100;
const LENGTH = 30 * RATE;
const AS_FOUND: GridSettings = {
  bpm: 0,
  gridShiftMs: 0,
  gridDoublings: 0,
  gridFirstBeat: 0,
  gridBeatsPerBar: 0,
  gridIsSteady: false,
};
const NOTHING: BeatPositions = { beats: [], downbeats: [] };
const timeline = { length: LENGTH, rate: RATE };

/** 40 beats at 120 BPM from 1 s on, the first of which begins a bar of four. */
const FOUND: BeatPositions = {
  beats: Array.from({ length: 40 }, (_, i) => RATE + i * 22_050),
  downbeats: Array.from({ length: 10 }, (_, i) => RATE + i * 88_200),
};
const grid = (settings: Partial<GridSettings>, found = FOUND) =>
  beatGridOf(found, { ...AS_FOUND, ...settings }, timeline);

it('the beat rate is that of most beats', () => {
  const steady = Array.from({ length: 40 }, (_, i) => i * 22_050);
  expect(beatsPerMinute(steady, RATE)).toBeCloseTo(120);
  const withGap = steady.slice(0, 16).concat(steady.slice(20));
  expect(beatsPerMinute(withGap, RATE)).toBeCloseTo(120);
  expect([[], [5], [5, 5]].map((beats) => beatsPerMinute(beats, RATE))).toEqual([null, null, null]);
});

describe('a grid that was found', () => {
  it('stays as it is where nobody changed it', () => {
    expect(grid({})).toBe(FOUND);
    expect(grid({ bpm: 97 })).toBe(FOUND);
  });

  it('is moved as a whole by its offset', () => {
    const { beats, downbeats } = grid({ gridShiftMs: -20 });
    expect([beats[0], downbeats[0], beats.length]).toEqual([RATE - 882, RATE - 882, 40]);
  });

  it('has a beat between two when doubled, and bars of as many beats', () => {
    const { beats, downbeats } = grid({ gridDoublings: 1 });
    expect(beatsPerMinute(beats, RATE)).toBeCloseTo(240);
    expect(downbeats.slice(0, 3)).toEqual([RATE, RATE + 44_100, RATE + 88_200]);
  });

  it('keeps every other beat when halved, the downbeats among them', () => {
    const late = { ...FOUND, downbeats: FOUND.downbeats.map((position) => position + 22_050) };
    const { beats, downbeats } = grid({ gridDoublings: -1 }, late);
    expect(beatsPerMinute(beats, RATE)).toBeCloseTo(60);
    expect([beats[0], downbeats[0]]).toEqual([RATE + 22_050, RATE + 22_050]);
  });

  it('has bars of the metre that was set', () => {
    const { downbeats } = grid({ gridBeatsPerBar: 3 });
    expect(downbeats.slice(0, 2)).toEqual([RATE, RATE + 3 * 22_050]);
  });

  it('has even beats in its place when it is made steady, from its first downbeat', () => {
    const uneven = { ...FOUND, beats: FOUND.beats.map((position, i) => position + (i % 2) * 900) };
    const { beats, downbeats } = grid({ gridIsSteady: true, bpm: 100 }, uneven);
    expect(beatsPerMinute(beats, RATE)).toBeCloseTo(100);
    expect(downbeats.some((position) => Math.abs(position - RATE) < 1)).toBe(true);
    expect(at(beats, 0)).toBeLessThan(26_460);
  });
});

describe('a grid without beats that were found', () => {
  it('is empty where the BPM is unknown as well', () => {
    expect(grid({ gridShiftMs: 100 }, NOTHING)).toEqual(NOTHING);
  });

  it('is steady by the BPM, in bars of four from the beginning', () => {
    const { beats, downbeats } = grid({ bpm: 120 }, NOTHING);
    expect([beats.length, beats[1]]).toEqual([60, 22_050]);
    expect(downbeats.slice(0, 2)).toEqual([0, 88_200]);
  });
});

const settings = fc.record({
  bpm: fc.oneof(fc.constant(0), fc.double({ min: 30, max: 300, noNaN: true })),
  gridShiftMs: fc.double({ min: -32_000, max: 32_000, noNaN: true }),
  gridDoublings: fc.integer({ min: -2, max: 2 }),
  gridFirstBeat: fc.nat(15),
  gridBeatsPerBar: fc.nat(16),
  gridIsSteady: fc.boolean(),
});
const found = fc.constantFrom(FOUND, NOTHING, { ...FOUND, downbeats: [] });

it('any grid has its beats in order within the timeline, and its downbeats among them', () => {
  fc.assert(
    fc.property(settings, found, (edited, analysed) => {
      const { beats, downbeats } = beatGridOf(analysed, edited, timeline);
      for (const [i, beat] of beats.entries()) {
        expect(beat).toBeGreaterThanOrEqual(0);
        expect(beat).toBeLessThan(LENGTH);
        if (i > 0) expect(beat).toBeGreaterThan(at(beats, i - 1));
      }
      const known = new Set(beats);
      expect(downbeats.every((position) => known.has(position))).toBe(true);
    }),
  );
});

it('a downbeat that is set lies where it was set', () => {
  const position = fc.integer({ min: 5 * RATE, max: 15 * RATE });
  fc.assert(
    fc.property(settings, position, fc.constantFrom(FOUND, NOTHING), (edited, wanted, analysed) => {
      const before = { ...edited, bpm: Math.max(60, edited.bpm), gridShiftMs: edited.gridShiftMs % 500 };
      const changed = withDownbeatAt(analysed, before, timeline, wanted);
      fc.pre(changed !== null);
      const { downbeats } = beatGridOf(analysed, { ...before, ...changed }, timeline);
      const error = Math.min(...downbeats.map((downbeat) => Math.abs(downbeat - wanted)));
      expect(error).toBeLessThan(1);
    }),
  );
});
