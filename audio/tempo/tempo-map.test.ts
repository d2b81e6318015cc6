// Tempo maps: every downbeat begins a bar, whatever lies before the first one and however the tempo moves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { isTimingKnown } from '@/contract/song-timing';
import { playedAt, quartersAt, tempoChanges, tempoMapOf } from './tempo-map';

const RATE = 44_100;

/** A song in 4/4 whose bars take these seconds each, after `leadS`. */
function song(leadS: number, barsS: readonly number[]) {
  const beats: number[] = [];
  const downbeats: number[] = [];
  let position = leadS * RATE;
  for (const bar of barsS) {
    downbeats.push(position);
    for (let beat = 0; beat < 4; beat++) beats.push(position + (beat * bar * RATE) / 4);
    position += bar * RATE;
  }
  return { bpm: 0, beats, downbeats };
}

describe('tempoMapOf', () => {
  it('is one step where only the tempo is known, and nothing where nothing is', () => {
    const none = { bpm: 0, beats: [], downbeats: [] };
    expect(tempoMapOf({ ...none, bpm: 98 }, RATE)).toEqual([
      { at: 0, quarters: 0, bpm: 98, beatsPerBar: 4, beatUnit: 4 },
    ]);
    expect(tempoMapOf(none, RATE)).toBeNull();
    expect([isTimingKnown(none), isTimingKnown({ ...none, bpm: 98 })]).toEqual([false, true]);
  });

  it('puts a short bar before the first downbeat', () => {
    const map = tempoMapOf(song(1, [2, 2, 2]), RATE) ?? [];
    expect(map).toMatchObject([
      { at: 0, quarters: 0, bpm: 120, beatsPerBar: 2, beatUnit: 4 },
      { at: RATE, quarters: 2, bpm: 120, beatsPerBar: 4 },
      { at: 3 * RATE, quarters: 6, bpm: 120 },
    ]);
  });

  it('begins with the first bar where that begins almost at once', () => {
    expect(tempoMapOf(song(0.01, [2, 2]), RATE)).toMatchObject([{ at: 0, quarters: 0, beatsPerBar: 4 }]);
  });

  it('keeps time and notes together, whatever the song', () => {
    const bar = fc.double({ min: 1, max: 4, noNaN: true });
    const songs = fc.tuple(
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.array(bar, { minLength: 3, maxLength: 40 }),
    );
    const property = fc.property(songs, ([lead, bars]) => {
      const timing = song(lead, bars);
      const map = tempoMapOf(timing, RATE) ?? [];
      expect(at(map, 0)).toMatchObject({ at: 0, quarters: 0 });
      for (const [index, step] of map.entries()) {
        const next = map[index + 1];
        if (!next) continue;
        const reached = step.quarters + ((next.at - step.at) / RATE / 60) * step.bpm;
        expect(reached).toBeCloseTo(next.quarters, 6);
        expect(next.quarters * 4).toBeCloseTo(Math.round(next.quarters * 4), 6);
        const barQuarters = (step.beatsPerBar * 4) / step.beatUnit;
        expect(((next.quarters - step.quarters) / barQuarters) % 1).toBeCloseTo(0, 6);
      }
      for (const downbeat of timing.downbeats.slice(1, -1))
        expect(map.some((step) => Math.abs(step.at - downbeat) < 1e-6)).toBe(true);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('moves with the tempo of the mix', () => {
    const map = tempoMapOf(playedAt(song(0, [2, 2, 2]), 2), RATE) ?? [];
    expect(map).toMatchObject([{ bpm: 240 }, { at: RATE, quarters: 4, bpm: 240 }]);
    expect(quartersAt(map, RATE / 2, RATE)).toBeCloseTo(2, 9);
    expect(quartersAt(map, 3 * RATE, RATE)).toBeCloseTo(12, 9);
  });
});

it('tempoChanges keeps one step of even bars, and each that differs', () => {
  const map = tempoMapOf(song(0, [2, 2, 2, 2.5, 2.5, 2]), RATE) ?? [];
  expect(tempoChanges(map).map(({ at: position, bpm }) => [position / RATE, Math.round(bpm)])).toEqual([
    [0, 120],
    [6, 96],
  ]);
});
