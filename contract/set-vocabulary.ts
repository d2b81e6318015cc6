// The vocabulary of AutoMix sets that documents, plans, the API and the interface share.
import { AUDIO_FORMATS } from './audio-formats';

/** How the energy of a set develops. */
export const ENERGY_SHAPES = ['rise', 'fall', 'wave', 'flat'] as const;
export type EnergyShape = (typeof ENERGY_SHAPES)[number];

/** The kinds of transitions between two tracks. */
export const TRANSITION_TEMPLATES = [
  'blend',
  'bass-swap',
  'vocal-handover',
  'drum-bridge',
  'echo-out',
  'cut',
] as const;
export type TransitionTemplate = (typeof TRANSITION_TEMPLATES)[number];

/** What the kinds of transitions are called. */
export const TEMPLATE_LABELS: Readonly<Record<TransitionTemplate, string>> = {
  blend: 'Blend',
  'bass-swap': 'Bass swap',
  'vocal-handover': 'Vocal hand-over',
  'drum-bridge': 'Drum bridge',
  'echo-out': 'Echo out',
  cut: 'Cut',
};

/** Who plans a set. */
export const SET_STRATEGIES = ['rules', 'llm'] as const;
export type SetStrategy = (typeof SET_STRATEGIES)[number];

/** How far a set is, and what is done to it. */
export const SET_STATUSES = ['queued', 'processing', 'complete', 'error'] as const;
export const SET_PHASES = ['analysing', 'planning', 'rendering', 'joining', 'done'] as const;

/** The files that a set can be. */
export const SET_FORMATS = AUDIO_FORMATS;
export type SetFormat = (typeof SET_FORMATS)[number];
