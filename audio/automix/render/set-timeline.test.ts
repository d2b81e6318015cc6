// Tests of how a set lies in time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { barGridOf } from '../analyse/bar-grid';
import { beatClockOf } from '../analyse/beat-clock';

import { planSet } from '../plan/plan';
import { anySet, type TestSong, testTrack } from '../testing/analysed-tracks';
import type { SetTrack } from '../types';
import { positionOfBar, timelineOf } from './set-timeline';
import { runsOf, sourceOf, targetOf } from './time-map';

function layOut(songs: readonly TestSong[]) {
  const tracks = songs.map((song, i) => testTrack(`t${i}`, song));
  const plan = planSet(tracks, DEFAULT_DJ_RULES);
  return { tracks, plan, timeline: timelineOf(plan, tracks) };
}

describe('timelineOf', () => {
  it('lays the beats of both tracks on one another, to the sample', () => {
    const { tracks, timeline } = layOut([{ bpm: 124 }, { bpm: 126.5 }, { bpm: 122, drift: 1.01 }]);
    for (const [i, placed] of timeline.transitions.entries()) {
      expect(placed.plan.isLocked).toBe(true);
      const { outBar, inBar, bars, beatsPerBar, beatRatio } = placed.plan;
      for (let beat = 0; beat <= bars * beatsPerBar; beat++) {
        const at = positionOfBar(placed, beat / beatsPerBar, timeline.sampleRate);
        for (const [index, bar, ratio] of [
          [i, outBar, 1],
          [i + 1, inBar, beatRatio],
        ] as const) {
          const { analysis } = tracks[index]!;
          const source = beatClockOf(analysis, barGridOf(analysis)).at(bar, beat * ratio);
          expect(Math.abs(targetOf(timeline.tracks[index]!.map, source) - at)).toBeLessThan(1.5);
        }
      }
    }
  });

  it('plays each track alone as it was recorded where the tempos are close', () => {
    const { timeline } = layOut([{ bpm: 124 }, { bpm: 126 }, { bpm: 128 }]);
    for (const { map, soloStart, soloEnd } of timeline.tracks) {
      const native = runsOf(map, timeline.sampleRate).filter(({ isNative }) => isNative);
      const length = native.reduce((sum, { knots }) => sum + knots.at(-1)!.target - knots[0]!.target, 0);
      expect(length).toBeGreaterThan(0.95 * (soloEnd - soloStart));
    }
  });

  it('moves forward in both times only, and back again', () => {
    const { timeline } = layOut([{ bpm: 90 }, { bpm: 180 }, { bpm: 92, beatsPerBar: 3 }, { bpm: 40 }]);
    for (const { map } of timeline.tracks) {
      for (const [i, knot] of map.slice(1).entries()) {
        expect(knot.source).toBeGreaterThan(map[i]!.source);
        expect(knot.target).toBeGreaterThan(map[i]!.target);
        expect(sourceOf(map, targetOf(map, knot.source))).toBeCloseTo(knot.source, 6);
      }
    }
  });

  it('finds a place for whatever can be planned', () => {
    const sounds = ({ analysis }: SetTrack) => barGridOf(analysis).bars > 0;
    fc.assert(
      fc.property(
        anySet(1, 5).filter((tracks) => tracks.some(sounds)),
        (tracks) => {
          const timeline = timelineOf(planSet(tracks, DEFAULT_DJ_RULES), tracks);
          expect(timeline.tracks).toHaveLength(tracks.length);
          for (const [i, { start, end }] of timeline.transitions.entries()) {
            expect(end).toBeGreaterThanOrEqual(start);
            expect(start).toBeGreaterThanOrEqual(timeline.transitions[i - 1]?.end ?? 0);
            expect(end).toBeLessThanOrEqual(timeline.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives each part of the set to the tracks that follow one another', () => {
    const { timeline } = layOut([{ bpm: 124 }, { bpm: 125 }, { bpm: 126 }]);
    const [first, second] = timeline.transitions;
    expect(timeline.tracks[0]!.soloEnd).toBe(first!.start);
    expect(timeline.tracks[1]!.soloStart).toBe(first!.end);
    expect(timeline.tracks[1]!.soloEnd).toBe(second!.start);
    expect(timeline.length).toBe(timeline.tracks[2]!.map.at(-1)!.target);
  });

  it('refuses a track that is not there', () => {
    const { plan, tracks } = layOut([{ bpm: 124 }, { bpm: 125 }]);
    expect(() => timelineOf(plan, tracks.slice(1))).toThrow(RangeError);
  });
});
