// The beats of a track: one straight line where it fits, a grid that bends where it does not.

import { median } from './curves';
import { followBeats, straightShare } from './elastic-grid';
import { type BeatLine, fitBeatLine } from './grid-fit';
import { accentCurve, type OnsetCurves } from './onsets';
import { estimateTempo } from './tempo';
import type { Tempo } from './types';

/** Beats further apart than this in tempo are no rhythm but chance; so are fewer than this many attacks. */
const MIN_REGULARITY = 0.06;
const MIN_BEATS = 8;
/**
 * A straight line that fits in fewer windows than this is no grid. Loose fills and edits leave machines above
 * it.
 */
const MIN_STRAIGHT = 0.5;

/** A frame sees a sharp attack before its centre reaches it, a soft one after; the grid stands between the two. */
const ATTACK_LEAD_S = 0.0018;

export interface BeatGrid {
  readonly tempo: Tempo;
  /** Seconds, ascending, over the whole length of the track. */
  readonly beats: Float64Array;
}

/** All beats of a line within `frames`. */
function lineBeats({ period, phase }: BeatLine, frames: number): number[] {
  const beats: number[] = [];
  for (let at = phase - Math.floor(phase / period) * period; at < frames; at += period) beats.push(at);
  return beats;
}

/** Lengthens followed beats to both ends of the track at the tempo they have there. */
function extend(beats: readonly number[], frames: number): number[] {
  const ends = Math.min(8, beats.length - 1);
  const firstPeriod = (beats[ends]! - beats[0]!) / ends;
  const lastPeriod = (beats.at(-1)! - beats.at(-1 - ends)!) / ends;
  const before: number[] = [];
  for (let at = beats[0]! - firstPeriod; at >= 0; at -= firstPeriod) before.push(at);
  const after: number[] = [];
  for (let at = beats.at(-1)! + lastPeriod; at < frames; at += lastPeriod) after.push(at);
  return [...before.reverse(), ...beats, ...after];
}

function medianPeriod(beats: readonly number[]): number {
  const span = Math.min(16, beats.length - 1);
  return median(beats.slice(span).map((beat, i) => (beat - beats[i]!) / span));
}

/**
 * Finds tempo and beats.
 * @returns null when nothing repeats often enough to be called a beat
 */
export function findBeats(onsets: OnsetCurves): BeatGrid | null {
  const { framesPerSecond } = onsets;
  const { candidates, regularity } = estimateTempo(onsets);
  const frames = onsets.low.length;
  const best = candidates[0];
  if (!best || regularity < MIN_REGULARITY) return null;
  const guess = (60 * framesPerSecond) / best.bpm;
  if (frames < MIN_BEATS * guess) return null;
  const accents = accentCurve(onsets);
  const line = fitBeatLine(accents, guess, framesPerSecond);
  const steady = straightShare(accents, line, framesPerSecond) >= MIN_STRAIGHT;
  const followed = steady ? [] : followBeats(accents, guess, framesPerSecond);
  const isBent = followed.length >= MIN_BEATS;
  const beats = isBent ? extend(followed, frames) : lineBeats(line, frames);
  const period = isBent ? medianPeriod(followed) : line.period;
  const bpm = (60 * framesPerSecond) / period;
  const confidence = best.share * Math.min(1, regularity * 2);
  return {
    tempo: {
      bpm,
      confidence,
      isSteady: !isBent,
      candidates: candidates.map(({ bpm: other, share }, i) => ({ bpm: i === 0 ? bpm : other, share })),
    },
    beats: Float64Array.from(beats, (beat) => beat / framesPerSecond + ATTACK_LEAD_S),
  };
}
