// How people correct the beat grid of a song: what the analysis found, or a steady grid where it found nothing.
import { numberSetting } from './settings';

/** The longest bar: of 16 beats at the slowest tempo, in milliseconds. */
const MAX_SHIFT_MS = 32_000;

/** All 0 for the beats as they were found. */
export const BEAT_GRID = {
  /** Later, or earlier below 0 */
  gridShiftMs: numberSetting('beat grid offset', {
    default: 0,
    min: -MAX_SHIFT_MS,
    max: MAX_SHIFT_MS,
    unit: 'ms',
  }),
  /** 1 for two beats in place of each, -1 for one in place of two */
  gridDoublings: numberSetting('beat density', {
    default: 0,
    min: -2,
    max: 2,
    isInteger: true,
    unit: 'density',
  }),
  /** By how many beats the bars begin later */
  gridFirstBeat: numberSetting('first beat of the bars', {
    default: 0,
    min: 0,
    max: 15,
    isInteger: true,
    unit: 'beats',
  }),
  /** The metre; 0 as it was found, and 4 where nothing was found */
  gridBeatsPerBar: numberSetting('metre', { default: 0, min: 0, max: 16, isInteger: true, unit: 'metre' }),
} as const;

/** How many beats a bar has where nothing else is known. */
export const USUAL_BEATS_PER_BAR = 4;
