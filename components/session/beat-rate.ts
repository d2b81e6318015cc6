// How many beats a minute has, from where the beats of a song are.
import { SAMPLE_RATE } from '@/audio/units';

const SECONDS_PER_MINUTE = 60;

/**
 * The tempo of most of the song: the middle one of all distances between beats.
 * @param beats positions in samples, in order
 * @returns beats per minute, or null for fewer than two beats
 */
export function beatsPerMinute(beats: readonly number[]): number | null {
  const distances = beats.slice(1).map((beat, i) => beat - (beats[i] ?? beat));
  const middle = distances.sort((a, b) => a - b)[distances.length >> 1];
  return middle === undefined || middle <= 0 ? null : (SECONDS_PER_MINUTE * SAMPLE_RATE) / middle;
}
