// What each DJ rule is called, what it does and what it may say.
import { ENERGY_SHAPES, TRANSITION_TEMPLATES } from '@/audio/automix/types';
import { TEMPLATE_WORDS } from '../automix/template-words';

interface Named {
  readonly field: string;
  readonly label: string;
  readonly hint?: string;
}
export interface NumberRule extends Named {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Shown and typed as so many times the value: 100 for shares in percent. */
  readonly scale: number;
  readonly unit: string;
}
export interface SwitchRule extends Named {
  readonly kind: 'switch';
}
export interface ChoiceRule extends Named {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}
export type Rule = NumberRule | SwitchRule | ChoiceRule;

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** What the server takes; it checks again. */
const BOUNDS = {
  usualTempoChange: [0, 0.1],
  maxTempoChange: [0, 0.1],
  overlapBars: [1, 64],
  shortOverlapBars: [1, 64],
  maxOverlapBars: [1, 64],
  minSoloBars: [0, 64],
  bassCrossoverHz: [60, 300],
  maxBassOverlapBars: [0.25, 4],
  maxVocalOverlapBars: [0, 8],
  maxClashBars: [0, 32],
  maxKeyDistance: [0, 6],
  maxSemitones: [0, 1],
  overlayGainDb: [-36, 0],
  tempoWeight: [0, 10],
  keyWeight: [0, 10],
  energyWeight: [0, 10],
  templateWeight: [0, 10],
} as const;

interface NumberOptions {
  readonly unit?: string;
  readonly step?: number;
  readonly scale?: number;
  readonly hint?: string;
}

function number(
  field: keyof typeof BOUNDS,
  label: string,
  { unit = '', step = 1, scale = 1, hint }: NumberOptions = {},
): NumberRule {
  const [min, max] = BOUNDS[field];
  return { kind: 'number', field, label, ...(hint ? { hint } : {}), min, max, step, scale, unit };
}
const toggle = (field: string, label: string, hint?: string): SwitchRule => ({
  ...{ kind: 'switch', field, label },
  ...(hint ? { hint } : {}),
});
const percent = { unit: '%', step: 0.5, scale: 100 };
const weight = { step: 0.1, hint: '0 leaves it out, 1 is usual, 10 is most' };

export const RULE_GROUPS: readonly RuleGroup[] = [
  {
    title: 'Tempo',
    rules: [
      number('usualTempoChange', 'Usual tempo change', percent),
      number('maxTempoChange', 'Greatest tempo change', percent),
      toggle('allowHalfDouble', 'Mix 180 with 90 BPM', 'Half and double tempo count as the same'),
    ],
  },
  {
    title: 'Overlaps',
    rules: [
      number('overlapBars', 'Usual overlap', { unit: 'bars' }),
      number('shortOverlapBars', 'Short overlap', {
        unit: 'bars',
        hint: 'For short tracks and poor matches',
      }),
      number('maxOverlapBars', 'Longest overlap', { unit: 'bars' }),
      number('minSoloBars', 'Each track plays alone for', { unit: 'bars' }),
    ],
  },
  {
    title: 'Bass and vocals',
    rules: [
      toggle('bassSwap', 'Swap the basses'),
      number('bassCrossoverHz', 'Bass below', { unit: 'Hz' }),
      number('maxBassOverlapBars', 'Both basses at most', { unit: 'bars', step: 0.25 }),
      number('maxVocalOverlapBars', 'Both voices at most', { unit: 'bars' }),
      toggle('useStems', 'Mix stems where a track has them'),
    ],
  },
  {
    title: 'Keys',
    rules: [
      number('maxKeyDistance', 'Compatible keys', { unit: 'Camelot steps' }),
      number('maxSemitones', 'Transpose by at most', { unit: 'semitones' }),
      number('maxClashBars', 'Clashing keys at most', { unit: 'bars' }),
    ],
  },
  {
    title: 'Order',
    rules: [
      number('tempoWeight', 'Weight of tempo', weight),
      number('keyWeight', 'Weight of key', weight),
      number('energyWeight', 'Weight of energy', weight),
      {
        ...{ kind: 'choice', field: 'energyShape', label: 'Energy, where a program asks for none' },
        choices: ENERGY_SHAPES,
      },
    ],
  },
  {
    title: 'Samples over transitions',
    rules: [
      toggle('overlays', 'Lay samples over transitions'),
      number('overlayGainDb', 'Level of samples', { unit: 'dB' }),
    ],
  },
];

/** How much each kind of transition is liked. */
export const TEMPLATE_RULES: readonly NumberRule[] = TRANSITION_TEMPLATES.map((template) => ({
  ...number('templateWeight', TEMPLATE_WORDS[template], weight),
  field: template,
}));
