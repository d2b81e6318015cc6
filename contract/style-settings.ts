// How a stem is played with a style sound: every setting as data.
import { choiceSetting, numberSetting, toggleSetting, type ValuesOf } from './settings';

/** Shown in percent. */
const share = (label: string, help: string, fallback: number) =>
  numberSetting(label, { default: fallback, min: 0, max: 1, scale: 100, unit: '%', help });

export const STYLE_NUMBERS = {
  /** 0 is the stem as it was, 1 only the style sound. */
  amount: share('Amount', 'How much of the sound and how much of the stem', 1),
  grainDurationMs: numberSetting('Grain length', {
    default: 120,
    min: 20,
    max: 1000,
    unit: 'ms',
    help: 'How long each piece of the sound is',
  }),
  /** Added to every note. */
  transposeSemitones: numberSetting('Transpose', {
    default: 0,
    min: -24,
    max: 24,
    unit: 'semitones',
    help: 'Shifts every note',
  }),
  /** How many notes of a chord are played at once, each by a grain of its own. */
  voices: numberSetting('Voices', {
    default: 3,
    min: 1,
    max: 4,
    isInteger: true,
    help: 'Notes of a chord played at once',
  }),
  /** 0 lets formants move with the transposition, 1 leaves them where the style sound has them. */
  formantKeep: share('Keep formants', 'Leaves the colour of the sound where it is', 0.5),
  /** Grains that sound at the same time in each voice. */
  density: numberSetting('Density', {
    default: 2,
    min: 1,
    max: 8,
    step: 0.1,
    help: 'Pieces that sound at the same time',
  }),
  /** Random shift of where a grain begins in the style sound, at most. */
  positionSprayMs: numberSetting('Position spray', {
    default: 0,
    min: 0,
    max: 500,
    unit: 'ms',
    help: 'Scatters where pieces begin',
  }),
  /** 0 chooses each grain alone, 1 prefers long passages of the style sound above all. */
  continuity: share('Continuity', 'Prefers longer passages of the sound', 0.5),
  /** How often the same grain may come before others of nearly its fitness are preferred. */
  repetitionLimit: numberSetting('Repetition limit', {
    default: 4,
    min: 1,
    max: 64,
    isInteger: true,
    help: 'How often a piece may come again',
  }),
  /** 0 leaves grains where the style sound has them, 1 spreads them over the whole stereo width. */
  stereoSpread: share('Stereo spread', 'Spreads the pieces from left to right', 0.2),
  /** 0 lets grains run over attacks, 1 begins a new grain at every attack and keeps its edge. */
  attackPreservation: share('Keep attacks', 'Starts a piece at every attack', 1),
  /** The same seed gives the same samples. */
  seed: numberSetting('Random seed', {
    default: 1,
    min: 0,
    max: 0xffff_ffff,
    isInteger: true,
    help: 'The same seed gives the same result',
  }),
} as const;
export type StyleNumber = keyof typeof STYLE_NUMBERS;

/** `mosaic` plays music; `classic` is the plain one-grain-per-onset algorithm of earlier systems. */
const STYLE_MODES = ['mosaic', 'classic'] as const;

export const STYLE_SETTINGS = {
  mode: choiceSetting('Mode', STYLE_MODES, 'mosaic'),
  /** Grains follow the pitches of the stem. */
  usePitchMapping: toggleSetting('Follow the pitches of the stem', true),
  /** The result follows the level of the stem; in `classic` grains fade out. */
  useEnvelope: toggleSetting('Follow its level', true),
  /** Grains are transposed to the stem's notes, rather than only chosen by pitch. */
  transposeToTarget: toggleSetting('Transpose pieces to its notes', true),
  ...STYLE_NUMBERS,
} as const;
export type StyleSettings = ValuesOf<typeof STYLE_SETTINGS>;
