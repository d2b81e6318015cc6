// The numbers of a mix that belong to no effect: the fader and the balance of a strip, tempo and key of the song.
import { numberSetting } from './settings';
import { FADER_MAX_DB, FADER_MIN_DB } from './units';

/** The lowest position is silence. */
export const FADER = numberSetting('volume', {
  default: 0,
  min: FADER_MIN_DB,
  max: FADER_MAX_DB,
  unit: 'level',
});

export const STRIP_CONTROLS = {
  gainDb: FADER,
  /** From -1 (left) to 1 (right) */
  pan: numberSetting('pan', { default: 0, min: -1, max: 1, unit: 'pan' }),
} as const;

/** The slowest tempo of a recording, in beats per minute. */
export const LOWEST_BPM = 30;

export const SONG_CONTROLS = {
  /** A factor */
  tempo: numberSetting('tempo', { default: 1, min: 0.5, max: 2, unit: 'tempo' }),
  /** Cents are fractions */
  keySemitones: numberSetting('key', { default: 0, min: -12, max: 12, unit: 'semitones' }),
  /** In beats per minute, before `tempo` changes it; 0 where it is unknown */
  bpm: numberSetting('tempo of the recording', { default: 0, min: 0, max: 300, unit: 'BPM' }),
} as const;

/** Whether a tempo of a recording says something: see `SONG_CONTROLS.bpm`. */
export const isTempoKnown = (bpm: number): boolean => bpm >= LOWEST_BPM;
