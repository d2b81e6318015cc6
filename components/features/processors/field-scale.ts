// The position of a knob for a value: ratios sound alike, so frequencies and times are logarithmic.

import { faderDb, faderPosition } from '@/components/ui/controls/fader-taper';
import type { KnobScale } from '@/components/ui/controls/knob';
import { fieldCaption } from '@/document/field-captions';
import { fieldsOfEntity, rangeOf } from '@/document/fields';
import { defaultValue } from '@/document/mix-fields';
import type { Unit } from '@/document/value-text';

interface Curve {
  placeOf(value: number): number;
  valueAt(place: number): number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const straight = ({ min, max }: Range): Curve => ({
  placeOf: (value) => (value - min) / (max - min),
  valueAt: (place) => min + (max - min) * place,
});

const logarithmic = ({ min, max }: Range): Curve => ({
  placeOf: (value) => Math.log(value / min) / Math.log(max / min),
  valueAt: (place) => min * (max / min) ** place,
});

const TAPER: Curve = { placeOf: faderPosition, valueAt: faderDb };

/** From the lowest on a straight line cannot be avoided: there is no logarithm of nothing. */
const byRatio = (range: Range): Curve => (range.min > 0 ? logarithmic(range) : straight(range));

interface UnitScale {
  readonly curve: (range: Range) => Curve;
  /** What a hand can set. */
  readonly round: (value: number) => number;
  /** How far an arrow key goes, and how far with Shift; factors where `isFactor`. */
  readonly steps: readonly [coarse: number, fine: number];
  readonly isFactor?: boolean;
}

const toNearest = (grain: number) => (value: number) =>
  Number((Math.round(value / grain) * grain).toFixed(6)) + 0;
const threeFigures = (value: number): number => Number(value.toPrecision(3));

const SEMITONE = 2 ** (1 / 12);
const decibels: UnitScale = { curve: straight, round: toNearest(0.1), steps: [0.5, 0.1] };
const time: UnitScale = { curve: byRatio, round: threeFigures, steps: [1.1, 1.02], isFactor: true };

const SCALES: { readonly [U in Unit]: UnitScale } = {
  dB: decibels,
  span: decibels,
  dBTP: decibels,
  level: { ...decibels, curve: () => TAPER },
  pan: { curve: straight, round: toNearest(0.01), steps: [0.05, 0.01] },
  Hz: { curve: byRatio, round: threeFigures, steps: [SEMITONE, SEMITONE ** 0.25], isFactor: true },
  ms: time,
  s: time,
  ratio: { curve: byRatio, round: toNearest(0.1), steps: [0.5, 0.1] },
  q: { curve: byRatio, round: toNearest(0.01), steps: [0.1, 0.01] },
  slope: { curve: straight, round: Math.round, steps: [1, 1] },
  share: { curve: straight, round: toNearest(0.01), steps: [0.05, 0.01] },
  tempo: { curve: straight, round: toNearest(0.001), steps: [0.01, 0.001] },
  note: { curve: straight, round: Math.round, steps: [1, 1] },
  BPM: { curve: straight, round: toNearest(0.01), steps: [1, 0.1] },
  semitones: { curve: straight, round: toNearest(0.01), steps: [1, 0.1] },
  density: { curve: straight, round: Math.round, steps: [1, 1] },
  beats: { curve: straight, round: Math.round, steps: [1, 1] },
  metre: { curve: straight, round: Math.round, steps: [1, 1] },
};

/** A time of nothing is not left by a factor: there a step is a share of the way. */
const STEPS_PER_TRAVEL = [50, 250] as const;

function stepOf(
  { steps, isFactor }: UnitScale,
  { min, max }: Range,
  value: number,
  turn: 1 | -1,
  fine: boolean,
): number {
  if (!isFactor) return value + turn * steps[fine ? 1 : 0];
  if (min <= 0) return value + (turn * (max - min)) / STEPS_PER_TRAVEL[fine ? 1 : 0];
  return value * steps[fine ? 1 : 0] ** turn;
}

const known = new Map<string, KnobScale>();

function makeScale(entity: string, field: string): KnobScale {
  const schema = fieldsOfEntity(entity)?.get(field)?.schema;
  const caption = fieldCaption(field);
  const neutral = defaultValue(entity, field);
  if (!schema || !('minValue' in schema) || !caption || typeof neutral !== 'number') {
    throw new RangeError(`${field} of ${entity} is no number.`);
  }
  const range = rangeOf(schema);
  const unit = SCALES[caption.unit];
  const curve = unit.curve(range);
  const fitted = (value: number): number => Math.min(range.max, Math.max(range.min, unit.round(value)));
  return {
    min: range.min,
    max: range.max,
    defaultValue: neutral,
    placeOf: curve.placeOf,
    valueAt: (place) => fitted(curve.valueAt(place)),
    step: (value, direction, fine) => fitted(stepOf(unit, range, value, direction, fine)),
  };
}

/** The scale of a number of the mix. @throws RangeError for what is none */
export function fieldScale(entity: string, field: string): KnobScale {
  const key = `${entity}/${field}`;
  const scale = known.get(key) ?? makeScale(entity, field);
  known.set(key, scale);
  return scale;
}
