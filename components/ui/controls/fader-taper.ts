// How far along its slot a fader stands for a level in dB, and back: fine around unity, coarse towards silence.

import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';

type Mark = readonly [db: number, position: number];

/** The marks as on the fader plate of a console; straight lines between them. */
const PLATE: readonly [Mark, Mark, ...Mark[]] = [
  [FADER_MIN_DB, 0],
  [-50, 0.05],
  [-40, 0.12],
  [-30, 0.22],
  [-20, 0.36],
  [-10, 0.55],
  [-5, 0.66],
  [0, 0.78],
  [6, 0.89],
  [FADER_MAX_DB, 1],
];

/** The marks engraved beside the slot. */
export const FADER_MARKS_DB: readonly number[] = [-40, -30, -20, -10, -5, 0, 6, 12];
/** The marks that are labelled with their number; labelling the others too would be too dense. */
export const FADER_LABELS_DB: readonly number[] = [-40, -20, -10, 0, 12];

function interpolate(value: number, from: 0 | 1, to: 0 | 1): number {
  const [first, second, ...above] = PLATE;
  let [low, high] = [first, second];
  for (const next of above) {
    if (value <= high[from]) break;
    [low, high] = [high, next];
  }
  const along = (value - low[from]) / (high[from] - low[from]);
  return low[to] + along * (high[to] - low[to]);
}

/** Keeps a level on the fader; silence (-Infinity) is its lower end. */
export function clampFaderDb(db: number): number {
  return Math.min(FADER_MAX_DB, Math.max(FADER_MIN_DB, db));
}

/** Position 0 (silence) to 1 (top) of a level in dB. */
export function faderPosition(db: number): number {
  return interpolate(clampFaderDb(db), 0, 1);
}

/** The level in dB at a position 0 to 1, to a tenth of a decibel. */
export function faderDb(position: number): number {
  const db = interpolate(Math.min(1, Math.max(0, position)), 1, 0);
  return Math.round(db * 10) / 10 + 0;
}

/** Whether a fader at this level is closed. */
export function isSilent(db: number): boolean {
  return db <= FADER_MIN_DB;
}

/** Reads a typed level: `-6`, `+3.5 dB`, `−∞`, `-inf`. Null for anything else; out of range is clamped. */
export function parseDb(text: string): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\s*db$/, '')
    .replace('−', '-')
    .replace(',', '.');
  if (/^-(∞|inf|infinity|oo)$/.test(plain)) return FADER_MIN_DB;
  if (!/^[+-]?\d{1,3}(\.\d{1,3})?$/.test(plain)) return null;
  return clampFaderDb(Number(plain));
}

/** Reads a typed pan: `C`, `L 30`, `r100`, `-30`. Null for anything else; the result runs from -1 to 1. */
export function parsePan(text: string): number | null {
  const plain = text.trim().toUpperCase();
  if (plain === 'C') return 0;
  const match = /^([LR]|[+-])?\s*(\d{1,3})$/.exec(plain);
  if (!match) return null;
  const side = match[1] === 'L' || match[1] === '-' ? -1 : 1;
  return (side * Math.min(100, Number(match[2]))) / 100 + 0;
}
