// How the settings of a mix are written for people, and read from what they type.

import { isTempoKnown } from '@/contract/mix-controls';
import { noteLabel, noteOfLabel } from '@/contract/note-values';
import { FADER_MIN_DB } from '@/contract/units';

/**
 * `level` is a fader in dB whose lowest position is silence, `span` a distance in dB, `slope` a number of filter sections
 * in dB per octave, `share` a part of 1 and `tempo` a factor, both in percent, `note` a note value, `BPM` the tempo of a
 * recording, `density` a power of two, `metre` a number of beats of which 0 is what was found.
 */
export type Unit =
  | 'dB'
  | 'span'
  | 'dBTP'
  | 'level'
  | 'pan'
  | 'Hz'
  | 'ms'
  | 's'
  | 'ratio'
  | 'q'
  | 'slope'
  | 'share'
  | 'tempo'
  | 'semitones'
  | 'note'
  | 'BPM'
  | 'density'
  | 'beats'
  | 'metre';

/** A value as it is shown: the figure and what stands behind it. */
interface ValueText {
  readonly figure: string;
  readonly unit: string;
}

/** What a filter section of second order takes per octave, in dB. */
const DB_PER_SECTION = 12;

const SIGN_OF_MINUS = '−';

/** With so many decimals at most, and no zeros behind them. */
const brief = (value: number, decimals: number): string => String(Number(value.toFixed(decimals)) + 0);

/** Three figures are as much as a hand can set. */
function threeFigures(value: number): string {
  return brief(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** A level with its sign and one decimal. */
export function decibelText(db: number): string {
  const rounded = Math.round(db * 10) / 10;
  return rounded > 0 ? `+${rounded.toFixed(1)}` : rounded === 0 ? '0.0' : rounded.toFixed(1);
}

/** A balance: `C`, `L 30` or `R 100`. */
export function panText(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? 'C' : `${pan < 0 ? 'L' : 'R'} ${percent}`;
}

function formatFrequency(hz: number): ValueText {
  return hz < 1_000
    ? { figure: brief(hz, 0), unit: 'Hz' }
    : { figure: threeFigures(hz / 1_000), unit: 'kHz' };
}

function formatTime(ms: number): ValueText {
  return ms < 1_000
    ? { figure: threeFigures(ms), unit: 'ms' }
    : { figure: threeFigures(ms / 1_000), unit: 's' };
}

const FORMATS: { readonly [U in Unit]: (value: number) => ValueText } = {
  dB: (value) => ({ figure: decibelText(value), unit: 'dB' }),
  span: (value) => ({ figure: value.toFixed(1), unit: 'dB' }),
  dBTP: (value) => ({ figure: decibelText(value), unit: 'dBTP' }),
  level: (value) => ({ figure: value <= FADER_MIN_DB ? '-∞' : decibelText(value), unit: 'dB' }),
  pan: (value) => ({ figure: panText(value), unit: '' }),
  Hz: formatFrequency,
  ms: formatTime,
  s: (value) => formatTime(value * 1_000),
  ratio: (value) => ({ figure: brief(value, 1), unit: ': 1' }),
  q: (value) => ({ figure: value.toFixed(2), unit: 'Q' }),
  slope: (value) => ({ figure: brief(value * DB_PER_SECTION, 0), unit: 'dB/oct' }),
  share: (value) => ({ figure: brief(value * 100, 0), unit: '%' }),
  tempo: (value) => ({ figure: brief(value * 100, 1), unit: '%' }),
  semitones: (value) => ({ figure: `${value > 0 ? '+' : ''}${brief(value, 2)}`, unit: 'st' }),
  note: (value) => ({ figure: noteLabel(value), unit: '' }),
  BPM: (value) =>
    isTempoKnown(value) ? { figure: brief(value, 2), unit: 'BPM' } : { figure: 'unknown', unit: '' },
  density: (value) => ({ figure: value < 0 ? `1/${2 ** -value}` : brief(2 ** value, 0), unit: '×' }),
  beats: (value) => ({ figure: brief(value + 1, 0), unit: '' }),
  metre: (value) =>
    value === 0
      ? { figure: 'as found', unit: '' }
      : { figure: brief(value, 0), unit: value === 1 ? 'beat' : 'beats' },
};

/** Whether a setting counts in a unit that is written and read here. */
export const isUnit = (unit: string): unit is Unit => Object.hasOwn(FORMATS, unit);

/** A value as its figure and its unit. */
export const formatValue = (unit: Unit, value: number): ValueText => FORMATS[unit](value);

/** A value in one piece: `+3.0 dB`, `2.5 kHz`. */
export function valueText(unit: Unit, value: number): string {
  const text = formatValue(unit, value);
  if (unit === 'semitones') return `${text.figure} semitone${Math.abs(value) === 1 ? '' : 's'}`;
  return text.unit === '' ? text.figure : `${text.figure} ${text.unit}`;
}

/** What a typed unit multiplies the figure by, for each unit; the empty one is what nobody has to type. */
const TYPED_UNITS: { readonly [U in Unit]: Readonly<Record<string, number>> } = {
  dB: { '': 1, db: 1 },
  span: { '': 1, db: 1 },
  dBTP: { '': 1, db: 1, dbtp: 1 },
  level: { '': 1, db: 1 },
  pan: { '': 0.01, '%': 0.01 },
  Hz: { '': 1, hz: 1, k: 1_000, khz: 1_000 },
  ms: { '': 1, ms: 1, s: 1_000 },
  s: { '': 1, s: 1, ms: 0.001 },
  ratio: { '': 1, ':1': 1 },
  q: { '': 1, q: 1 },
  slope: { '': 1 / DB_PER_SECTION, db: 1 / DB_PER_SECTION, 'db/oct': 1 / DB_PER_SECTION },
  share: { '': 0.01, '%': 0.01 },
  tempo: { '': 0.01, '%': 0.01 },
  semitones: { '': 1, st: 1, semitone: 1, semitones: 1, cents: 0.01, ct: 0.01 },
  note: {},
  BPM: { '': 1, bpm: 1 },
  density: {},
  beats: {},
  metre: { '': 1, beats: 1 },
};

const TYPED = /^([+-]?\d{1,6}(?:\.\d{1,6})?)(.*)$/;

/**
 * Reads a typed value: `2.5k` for a frequency, `4:1` for a ratio, `95 %`, `-∞` for a level.
 * @returns null for anything else; the result may lie outside of the range of its field
 */
export function parseValue(unit: Unit, typed: string): number | null {
  const plain = typed.toLowerCase().replace(/\s+/g, '').replace(SIGN_OF_MINUS, '-').replace(',', '.');
  if (unit === 'level' && /^-(∞|inf|infinity)(db)?$/.test(plain)) return FADER_MIN_DB;
  if (unit === 'note') return noteOfLabel(plain);
  const [, figure = '', suffix = ''] = TYPED.exec(plain) ?? [];
  const factor = Object.hasOwn(TYPED_UNITS[unit], suffix) ? TYPED_UNITS[unit][suffix] : undefined;
  if (figure === '' || factor === undefined) return null;
  // 95 x 0.01 is not quite 0.95.
  return Number((Number(figure) * factor).toPrecision(12)) + 0;
}
