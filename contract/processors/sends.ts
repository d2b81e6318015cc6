// The reverb and the delay that all strips share, and what each strip sends to them, as data.
import { NOTE_VALUES } from '../note-values';
import { defaultsOf, numberSetting } from '../settings';
import { FADER_MAX_DB, FADER_MIN_DB } from '../units';
import { defineProcessor, type SettingsOf } from './define-processor';

const level = (label: string, fallback: number) =>
  numberSetting(label, { default: fallback, min: FADER_MIN_DB, max: FADER_MAX_DB, unit: 'level' });
const damping = (fallback: number) =>
  numberSetting('damping', { default: fallback, min: 200, max: 20_000, unit: 'Hz' });
/** The longest time of the delay, in ms. */
export const LONGEST_DELAY_MS = 2_000;
const time = (label: string, fallback: number) =>
  numberSetting(label, { default: fallback, min: 1, max: LONGEST_DELAY_MS, unit: 'ms' });
const note = (label: string) =>
  numberSetting(label, { default: 0, min: 0, max: NOTE_VALUES.length, isInteger: true, unit: 'note' });

/** Levels after the fader; the lowest sends nothing. */
export const SENDS = defineProcessor({
  id: 'sends',
  label: 'Sends',
  help: 'How much of the stem goes to the shared reverb and delay.',
  settings: { reverbDb: level('to the reverb', FADER_MIN_DB), delayDb: level('to the delay', FADER_MIN_DB) },
});
export type SendSettings = SettingsOf<typeof SENDS>;
export const CLOSED_SENDS: SendSettings = defaultsOf(SENDS.settings);

export const REVERB = defineProcessor({
  id: 'reverb',
  label: 'Reverb',
  help: 'The room that all strips share.',
  settings: {
    /** Time in which it falls by 60 dB */
    decayS: numberSetting('decay', { default: 1.8, min: 0.1, max: 20, unit: 's' }),
    /** Silence before the first reflection */
    preDelayMs: numberSetting('pre-delay', { default: 20, min: 0, max: 250, unit: 'ms' }),
    /** Each round through the network loses what lies above this */
    dampingHz: damping(6_000),
    /** What comes back into the mix */
    levelDb: level('level', 0),
  },
});
export type ReverbSettings = SettingsOf<typeof REVERB>;
export const DEFAULT_REVERB: ReverbSettings = defaultsOf(REVERB.settings);

export const DELAY = defineProcessor({
  id: 'delay',
  label: 'Delay',
  help: 'The echo that all strips share.',
  settings: {
    /** Time between the repeats of a channel */
    leftMs: time('left time', 375),
    rightMs: time('right time', 500),
    /** With a note value, and while the tempo of the song is known, the time is this instead: 1 is the first of NOTE_VALUES */
    leftNote: note('left note'),
    rightNote: note('right note'),
    /** How much of each repeat is repeated again */
    feedback: numberSetting('feedback', { default: 0.35, min: 0, max: 0.95, scale: 100, unit: 'share' }),
    /** Each repeat loses what lies above this */
    dampingHz: damping(5_000),
    /** What comes back into the mix */
    levelDb: level('level', 0),
  },
});
export type DelaySettings = SettingsOf<typeof DELAY>;
export const DEFAULT_DELAY: DelaySettings = defaultsOf(DELAY.settings);
