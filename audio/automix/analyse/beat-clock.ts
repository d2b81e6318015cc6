// Where the beats of a track lie in it: between those that were found, and beyond them.
import type { TrackAnalysis } from '../../track/types';
import type { BarGrid } from './bar-grid';

/** Beats at either end whose mean length continues the grid beyond it. */
const EDGE_BEATS = 8;

export interface BeatClock {
  /**
   * The sample (not rounded) that lies `beats` beats after the start of `bar`.
   * @param bar an index into `grid.starts`
   * @param beats may be fractional or negative
   * @throws RangeError when the track has fewer than two beats
   */
  at(bar: number, beats: number): number;
}

/** The beats of a track without a beat of its own: its even bars, divided evenly. */
function evenBeats({ starts, bars, beatsPerBar }: BarGrid): number[] {
  const beats: number[] = [];
  for (let i = 0; i < bars * beatsPerBar; i++) {
    const bar = Math.floor(i / beatsPerBar);
    const share = (i % beatsPerBar) / beatsPerBar;
    beats.push(starts[bar]! + share * (starts[bar + 1]! - starts[bar]!));
  }
  return beats;
}

/** The index of the beat nearest to `sample`. */
function nearestBeat(beats: readonly number[], sample: number): number {
  let [low, high] = [0, beats.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (beats[middle]! <= sample) low = middle;
    else high = middle;
  }
  return sample - beats[low]! <= beats[high]! - sample ? low : high;
}

/** The sample at a fractional index; beyond the ends beats go on as long as the nearest ones are on average. */
function sampleAt(beats: readonly number[], index: number): number {
  const last = beats.length - 1;
  const edge = Math.min(EDGE_BEATS, last);
  if (index < 0) return beats[0]! + (index * (beats[edge]! - beats[0]!)) / edge;
  if (index >= last) return beats[last]! + ((index - last) * (beats[last]! - beats[last - edge]!)) / edge;
  const before = Math.floor(index);
  return beats[before]! + (index - before) * (beats[before + 1]! - beats[before]!);
}

/** Makes the clock of a track. */
export function beatClockOf(analysis: TrackAnalysis, grid: BarGrid): BeatClock {
  const beats = grid.isNominal ? evenBeats(grid) : analysis.beats;
  return {
    at(bar, offset) {
      if (beats.length < 2) throw new RangeError('A track without beats has no beat clock.');
      // The end of the last bar is no beat that was found: it is counted from the start of that bar.
      const inner = Math.min(bar, grid.bars - 1);
      const index = nearestBeat(beats, grid.starts[inner]!) + (bar - inner) * grid.beatsPerBar;
      return sampleAt(beats, index + offset);
    },
  };
}
