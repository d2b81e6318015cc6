// The settings of a style with labels and units for the user, in display order.
import { STYLE_LIMITS, type StyleNumber } from '@/document/style-schema';

export interface NumberLabels {
  readonly field: StyleNumber;
  readonly label: string;
  readonly hint: string;
  readonly step: number;
  /** What a value is called */
  readonly show: (value: number) => string;
}

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const milliseconds = (value: number): string => `${Math.round(value)} ms`;
const plain = (value: number): string => `${Math.round(value * 10) / 10}`;
const semitones = (value: number): string =>
  `${value > 0 ? '+' : ''}${plain(value)} semitone${Math.abs(value) === 1 ? '' : 's'}`;

function labels(
  field: StyleNumber,
  label: string,
  hint: string,
  step: number,
  show: NumberLabels['show'],
): NumberLabels {
  return { field, label, hint, step, show };
}

export const AMOUNT = labels(
  'amount',
  'Amount',
  'How much of the sound and how much of the stem',
  0.01,
  percent,
);

export const DETAILS: readonly NumberLabels[] = [
  labels('grainDurationMs', 'Grain length', 'How long each piece of the sound is', 1, milliseconds),
  labels('density', 'Density', 'Pieces that sound at the same time', 0.1, plain),
  labels('voices', 'Voices', 'Notes of a chord played at once', 1, plain),
  labels('transposeSemitones', 'Transpose', 'Shifts every note', 1, semitones),
  labels('formantKeep', 'Keep formants', 'Leaves the colour of the sound where it is', 0.01, percent),
  labels('continuity', 'Continuity', 'Prefers longer passages of the sound', 0.01, percent),
  labels('positionSprayMs', 'Position spray', 'Scatters where pieces begin', 1, milliseconds),
  labels('repetitionLimit', 'Repetition limit', 'How often a piece may come again', 1, plain),
  labels('stereoSpread', 'Stereo spread', 'Spreads the pieces from left to right', 0.01, percent),
  labels('attackPreservation', 'Keep attacks', 'Starts a piece at every attack', 0.01, percent),
  labels('seed', 'Random seed', 'The same seed gives the same result', 1, plain),
];

/** Everything but the seed is a slider: nobody looks for one of four thousand million numbers with a slider. */
export const isTyped = (field: StyleNumber): boolean => STYLE_LIMITS[field].max > 100_000;

export const SWITCHES = [
  { field: 'usePitchMapping', label: 'Follow the pitches of the stem' },
  { field: 'transposeToTarget', label: 'Transpose pieces to its notes' },
  { field: 'useEnvelope', label: 'Follow its level' },
] as const;
