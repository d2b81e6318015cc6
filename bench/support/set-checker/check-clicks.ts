// Counts the clicks around an overlap.

import { findClicks, leapsOf, type Recorded } from './clicks';
import { type CheckedTrack, EDGE_S, type Pair } from './pair';
import type { PathPoint } from './track-path';
import { sourceOnPath } from './track-path';

/** Passages on either side of an overlap that show how loud a track is played. */
const GAIN_PASSAGE_S = 8;
/** Leaps between `start` and `end` that neither track accounts for. */
export function countClicks(set: Float32Array, pair: Pair, start: number, end: number): number {
  const { sampleRate } = pair.first;
  const cut = (signal: Float32Array, from: number, to: number) => {
    const first = Math.max(0, Math.round(from * sampleRate));
    return { first, leaps: leapsOf(signal.subarray(first, Math.max(first, Math.round(to * sampleRate)))) };
  };
  const heard = cut(set, start - EDGE_S, end + EDGE_S);
  const rms = (signal: Float32Array, from: number) => {
    const first = Math.max(0, Math.round(from * sampleRate));
    const part = signal.subarray(first, first + Math.round(GAIN_PASSAGE_S * sampleRate));
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  };
  const place = ({ signal }: CheckedTrack, path: readonly PathPoint[], alone: number): Recorded => {
    const { first, leaps } = cut(
      signal,
      sourceOnPath(path, start - EDGE_S),
      sourceOnPath(path, end + EDGE_S),
    );
    const sampleOf = (at: number) => sourceOnPath(path, (heard.first + at) / sampleRate) * sampleRate - first;
    return { leaps, sampleOf, gain: rms(set, alone) / rms(signal, sourceOnPath(path, alone)) };
  };
  const places = [
    place(pair.first, pair.firstPath, start - EDGE_S - GAIN_PASSAGE_S),
    place(pair.second, pair.secondPath, end + EDGE_S),
  ];
  return findClicks(heard.leaps, places).length;
}
