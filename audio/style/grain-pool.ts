// The places in a style recording at which a grain may begin, with what unit selection compares.
import { PITCH_CLASSES } from '../analysis/chroma';
import { HOP } from '../analysis/frames';
import { COEFFICIENTS } from '../analysis/mfcc';
import { secondsToSamples } from '../units';
import type { GrainLibrary, GrainUnit } from './grain';

/** More places than this are thinned out evenly: selection looks at each of them for every grain. */
const MAX_PLACES = 1200;
/** Places are at least this far apart. */
const STEP_S = 0.03;
/** Coefficients 1..12 describe the timbre. */
export const COLOUR_COUNT = 12;
/** A frame with less than this chance of a pitch has none. */
const PITCHED = 0.3;

/** Parallel tables, one entry per place. */
export interface GrainPool {
  readonly count: number;
  /** Sample at which the grain begins. */
  readonly position: Int32Array;
  readonly unit: Int32Array;
  /** 1 where a unit begins, so that the grain has its attack. */
  readonly isAttack: Uint8Array;
  /** In dB below the loudest grain. */
  readonly levelDb: Float32Array;
  /** 0 where the grain has no pitch. */
  readonly pitchHz: Float32Array;
  readonly periodicity: Float32Array;
  /** Of length 1. */
  readonly chroma: Float32Array;
  /** Standardised over the pool. */
  readonly colour: Float32Array;
}

interface Place {
  readonly position: number;
  readonly unit: number;
  readonly isAttack: boolean;
}

function placesOf(unit: GrainUnit, index: number, step: number, grain: number): Place[] {
  const places: Place[] = [{ position: unit.start, unit: index, isAttack: true }];
  const end = unit.start + unit.length - Math.min(grain, unit.length / 2);
  for (let position = unit.start + step; position < end; position += step) {
    places.push({ position: Math.round(position), unit: index, isAttack: false });
  }
  return places;
}

/** Keeps the attacks as long as there is room, and every n-th of the other places. */
function thin(places: readonly Place[]): Place[] {
  if (places.length <= MAX_PLACES) return [...places];
  const stride = places.length / MAX_PLACES;
  return Array.from({ length: MAX_PLACES }, (_, i) => places[Math.floor(i * stride)]!);
}

/** Subtracts each column's mean and divides by its deviation, so that sounds of any colour can be compared. */
export function standardise(rows: Float32Array, columns: number): Float32Array {
  const count = rows.length / columns;
  for (let column = 0; column < columns; column++) {
    let [sum, squares] = [0, 0];
    for (let at = column; at < rows.length; at += columns) {
      sum += rows[at]!;
      squares += rows[at]! ** 2;
    }
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean)) + 1e-3;
    for (let at = column; at < rows.length; at += columns) rows[at] = (rows[at]! - mean) / deviation;
  }
  return rows;
}

/** The mean of rows `first` to `last` of a table, added into `out` at `at`. */
export function meanRows(
  values: Float32Array,
  columns: number,
  range: { first: number; last: number; skip: number; take: number },
  out: Float32Array,
  at: number,
): void {
  const { first, last, skip, take } = range;
  for (let frame = first; frame <= last; frame++) {
    for (let i = 0; i < take; i++) out[at + i]! += values[frame * columns + skip + i]! / (last - first + 1);
  }
}

/** Scales a row to length 1; a row of zeros stays. */
function normaliseRow(values: Float32Array, at: number, columns: number): void {
  let squares = 0;
  for (let i = at; i < at + columns; i++) squares += values[i]! ** 2;
  const length = Math.sqrt(squares);
  if (length > 1e-9) for (let i = at; i < at + columns; i++) values[i]! /= length;
}

/** The places of a library for grains of `grainSamples`. */
export function buildGrainPool(library: GrainLibrary, grainSamples: number): GrainPool {
  const { frames, units } = library;
  const step = secondsToSamples(STEP_S, library.sampleRate);
  const places = thin(units.flatMap((unit, index) => placesOf(unit, index, step, grainSamples)));
  const pool = {
    count: places.length,
    position: Int32Array.from(places, ({ position }) => position),
    unit: Int32Array.from(places, ({ unit }) => unit),
    isAttack: Uint8Array.from(places, ({ isAttack }) => Number(isAttack)),
    levelDb: new Float32Array(places.length),
    pitchHz: new Float32Array(places.length),
    periodicity: new Float32Array(places.length),
    chroma: new Float32Array(places.length * PITCH_CLASSES),
    colour: new Float32Array(places.length * COLOUR_COUNT),
  };
  for (const [i, { position, unit }] of places.entries()) {
    const stop = Math.min(position + grainSamples, units[unit]!.start + units[unit]!.length);
    const first = Math.min(frames.frames - 1, Math.ceil(position / HOP));
    const last = Math.max(first, Math.min(frames.frames - 1, Math.floor(stop / HOP)));
    const colours = { first, last, skip: 1, take: COLOUR_COUNT };
    meanRows(frames.mfcc.values, COEFFICIENTS, colours, pool.colour, i * COLOUR_COUNT);
    const classes = { first, last, skip: 0, take: PITCH_CLASSES };
    meanRows(frames.chroma.values, PITCH_CLASSES, classes, pool.chroma, i * PITCH_CLASSES);
    normaliseRow(pool.chroma, i * PITCH_CLASSES, PITCH_CLASSES);
    let best = first;
    let loudest = -120;
    for (let frame = first; frame <= last; frame++) {
      loudest = Math.max(loudest, frames.levelDb[frame]!);
      if (frames.periodicity[frame]! > frames.periodicity[best]!) best = frame;
    }
    pool.levelDb[i] = loudest;
    pool.periodicity[i] = frames.periodicity[best]!;
    pool.pitchHz[i] = frames.periodicity[best]! >= PITCHED ? frames.pitchHz[best]! : 0;
  }
  standardise(pool.colour, COLOUR_COUNT);
  const loudest = pool.levelDb.reduce((max, level) => Math.max(max, level), -120);
  return { ...pool, levelDb: pool.levelDb.map((level) => level - loudest) };
}
