// The settings of a style in display order, and their values as text.
import type { NumberSetting } from '@/contract/settings';
import { STYLE_NUMBERS, type StyleNumber } from '@/contract/style-settings';

const plain = (value: number): string => `${Math.round(value * 10) / 10}`;

/** A value as it is shown beside its slider. */
export function settingText({ unit, scale }: NumberSetting, value: number): string {
  if (unit === '') return plain(value);
  if (unit !== 'semitones') return `${Math.round(value * scale)} ${unit}`;
  return `${value > 0 ? '+' : ''}${plain(value)} semitone${Math.abs(value) === 1 ? '' : 's'}`;
}

/** Below the amount, for those who look for them. */
export const DETAILS: readonly StyleNumber[] = [
  ...(['grainDurationMs', 'density', 'voices', 'transposeSemitones', 'formantKeep'] as const),
  ...(['continuity', 'positionSprayMs', 'repetitionLimit', 'stereoSpread', 'attackPreservation'] as const),
  'seed',
];

/** Everything but the seed is a slider: nobody looks for one of four thousand million numbers with a slider. */
export const isTyped = (field: StyleNumber): boolean => STYLE_NUMBERS[field].max > 100_000;

export const SWITCHES = ['usePitchMapping', 'transposeToTarget', 'useEnvelope'] as const;
