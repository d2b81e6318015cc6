// What happens in every half beat: levels, attacks and notes, the material for bars, sections and keys.
import { createFrameMatrix, type FrameMatrix } from '../analysis/frames';
import type { OnsetCurves } from './onsets';
import type { PitchClasses } from './pitch-classes';

/** Per half beat; slot 0 begins at the first beat. */
export interface Slots {
  readonly count: number;
  /** Start of each slot in seconds, and the end of the last: `count + 1` values. */
  readonly starts: Float64Array;
  /** Mean log level of each band. */
  readonly levels: FrameMatrix;
  /** Attack strength at the start of the slot: low, mid, high. */
  readonly attacks: FrameMatrix;
  /** Mean pitch classes, all and bass. */
  readonly notes: FrameMatrix;
  readonly bassNotes: FrameMatrix;
  /** Whether the notes of the track are enough to make a key. */
  readonly isTonal: boolean;
}

/** Half-beat starts from beats, both in seconds. */
function halfBeats(beats: Float64Array): Float64Array {
  const starts = new Float64Array(Math.max(0, beats.length * 2 - 1));
  for (let i = 0; i < beats.length; i++) {
    starts[2 * i] = beats[i]!;
    if (i + 1 < beats.length) starts[2 * i + 1] = (beats[i]! + beats[i + 1]!) / 2;
  }
  return starts;
}

/** The mean rows of `matrix` between the given times. */
function meanRows(matrix: FrameMatrix, starts: Float64Array, framesPerSecond: number): FrameMatrix {
  const { bands, frames, values } = matrix;
  const out = createFrameMatrix(Math.max(0, starts.length - 1), bands);
  for (let slot = 0; slot < out.frames; slot++) {
    const from = Math.max(0, Math.min(frames - 1, Math.round(starts[slot]! * framesPerSecond)));
    const to = Math.max(from + 1, Math.min(frames, Math.round(starts[slot + 1]! * framesPerSecond)));
    for (let frame = from; frame < to; frame++) {
      for (let band = 0; band < bands; band++)
        out.values[slot * bands + band]! += values[frame * bands + band]!;
    }
    for (let band = 0; band < bands; band++) out.values[slot * bands + band]! /= to - from;
  }
  return out;
}

/** The strongest attack within 12 ms of the start of each slot. */
function attacksAt(onsets: OnsetCurves, starts: Float64Array): FrameMatrix {
  const curves = [onsets.low, onsets.mid, onsets.high];
  const out = createFrameMatrix(Math.max(0, starts.length - 1), curves.length);
  const reach = Math.round(0.012 * onsets.framesPerSecond);
  for (let slot = 0; slot < out.frames; slot++) {
    const centre = Math.round(starts[slot]! * onsets.framesPerSecond);
    for (const [band, curve] of curves.entries()) {
      let max = 0;
      for (let i = Math.max(0, centre - reach); i <= Math.min(curve.length - 1, centre + reach); i++) {
        if (curve[i]! > max) max = curve[i]!;
      }
      out.values[slot * curves.length + band] = max;
    }
  }
  return out;
}

/** Gathers the slots of a track. `beats` are seconds, ascending; `levels` are log levels of the onset frames. */
export function gatherSlots(
  beats: Float64Array,
  levels: FrameMatrix,
  onsets: OnsetCurves,
  pitches: PitchClasses,
): Slots {
  const starts = halfBeats(beats);
  return {
    count: Math.max(0, starts.length - 1),
    starts,
    levels: meanRows(levels, starts, onsets.framesPerSecond),
    attacks: attacksAt(onsets, starts),
    notes: meanRows(pitches.all, starts, pitches.framesPerSecond),
    bassNotes: meanRows(pitches.bass, starts, pitches.framesPerSecond),
    isTonal: pitches.isTonal,
  };
}
