// The DJ rules: every number that the set planners use, with its default, its bounds and its labels.
import { ENERGY_SHAPES, type EnergyShape, TEMPLATE_LABELS, type TransitionTemplate } from './set-vocabulary';
import { choiceSetting, defaultsOf, numberSetting, toggleSetting, type ValuesOf } from './settings';

/** A share of the tempo: 0.05 is 5 %. */
const share = (label: string, fallback: number) =>
  numberSetting(label, { default: fallback, min: 0, max: 0.1, unit: '%', step: 0.5, scale: 100 });
const count = (label: string, unit: string, [min, max]: readonly [number, number], fallback: number) =>
  numberSetting(label, { default: fallback, min, max, unit, isInteger: true });
const weight = (label: string) =>
  numberSetting(label, {
    default: 1,
    min: 0,
    max: 10,
    step: 0.1,
    help: '0 leaves it out, 1 is usual, 10 is most',
  });

/** Lengths and limits after Kim et al. 2020 (20,765 transitions of DJs): 86 % within 5 %, lengths of 32 and 64 beats. */
const TEMPO = {
  /** Tempo changes up to this share are made without a second thought. */
  usualTempoChange: share('Usual tempo change', 0.05),
  /** No track is ever stretched by more. */
  maxTempoChange: share('Greatest tempo change', 0.1),
  /** Whether 180 BPM may be mixed with 90. */
  allowHalfDouble: toggleSetting('Mix 180 with 90 BPM', true, 'Half and double tempo count as the same'),
};

const OVERLAPS = {
  overlapBars: count('Usual overlap', 'bars', [1, 64], 16),
  /** Where a track is short or the two fit badly. */
  shortOverlapBars: {
    ...count('Short overlap', 'bars', [1, 64], 8),
    help: 'For short tracks and poor matches',
  },
  maxOverlapBars: count('Longest overlap', 'bars', [1, 64], 32),
  /** What a track plays alone between two overlaps, if it is long enough. */
  minSoloBars: count('Each track plays alone for', 'bars', [0, 64], 8),
};

const BASS_AND_VOCALS = {
  bassSwap: toggleSetting('Swap the basses', true),
  bassCrossoverHz: numberSetting('Bass below', { default: 120, min: 60, max: 300, unit: 'Hz' }),
  /** Both basses at once. */
  maxBassOverlapBars: numberSetting('Both basses at most', {
    default: 1,
    min: 0.25,
    max: 4,
    unit: 'bars',
    step: 0.25,
  }),
  /** Both voices at once. */
  maxVocalOverlapBars: numberSetting('Both voices at most', { default: 2, min: 0, max: 8, unit: 'bars' }),
  useStems: toggleSetting('Mix stems where a track has them', true),
};

const KEYS = {
  /** Steps on the Camelot wheel that still count as compatible. */
  maxKeyDistance: count('Compatible keys', 'Camelot steps', [0, 6], 1),
  /** Transposition that may make keys compatible; 0 turns it off. */
  maxSemitones: count('Transpose by at most', 'semitones', [0, 1], 1),
  /** Overlap of tracks in keys that clash, unless one of them plays percussion only. */
  maxClashBars: count('Clashing keys at most', 'bars', [0, 32], 8),
};

const ORDER = {
  tempoWeight: weight('Weight of tempo'),
  keyWeight: weight('Weight of key'),
  energyWeight: weight('Weight of energy'),
  energyShape: choiceSetting<EnergyShape>('Energy, where a program asks for none', ENERGY_SHAPES, 'wave'),
};

const OVERLAYS = {
  /** Percussion, instrument and vocal samples over transitions. */
  overlays: toggleSetting('Lay samples over transitions', false),
  overlayGainDb: numberSetting('Level of samples', { default: -12, min: -36, max: 0, unit: 'dB' }),
};

/** The rules in the groups and the order in which people read them. */
export const DJ_RULE_GROUPS = [
  { title: 'Tempo', settings: TEMPO },
  { title: 'Overlaps', settings: OVERLAPS },
  { title: 'Bass and vocals', settings: BASS_AND_VOCALS },
  { title: 'Keys', settings: KEYS },
  { title: 'Order', settings: ORDER },
  { title: 'Samples over transitions', settings: OVERLAYS },
] as const;

export const DJ_RULES = { ...TEMPO, ...OVERLAPS, ...BASS_AND_VOCALS, ...KEYS, ...ORDER, ...OVERLAYS };

/** How much each kind of transition is liked; 0: never where there is another way. */
export const TEMPLATE_WEIGHTS = {
  blend: weight(TEMPLATE_LABELS.blend),
  'bass-swap': weight(TEMPLATE_LABELS['bass-swap']),
  'vocal-handover': weight(TEMPLATE_LABELS['vocal-handover']),
  'drum-bridge': weight(TEMPLATE_LABELS['drum-bridge']),
  'echo-out': weight(TEMPLATE_LABELS['echo-out']),
  cut: weight(TEMPLATE_LABELS.cut),
} satisfies Record<TransitionTemplate, unknown>;

export type DjRules = ValuesOf<typeof DJ_RULES> & {
  readonly templateWeights: ValuesOf<typeof TEMPLATE_WEIGHTS>;
};

export const DEFAULT_DJ_RULES: DjRules = {
  ...defaultsOf(DJ_RULES),
  templateWeights: defaultsOf(TEMPLATE_WEIGHTS),
};
