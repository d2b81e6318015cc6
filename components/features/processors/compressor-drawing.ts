// The picture of a compressor: which level comes out for a level that goes in.
import { staticReductionDb } from '@/audio/dynamics/compressor';
import type { CompressorState } from '@/document/processors';

/** The picture shows levels from here to 0 dBFS, in and out. */
const LOWEST_DB = -60;
/** The picture is drawn in a square box of this size. */
export const SIZE = 160;
/** Pieces of the curve: two to a decibel. */
const PIECES = 120;

/** 0 (left, bottom) to 1 of a level. */
const placeOfLevel = (db: number): number => Math.min(1, Math.max(0, 1 - db / LOWEST_DB));

/** Where a level that goes in lies, from the left. */
export const xOfLevel = (db: number): number => SIZE * placeOfLevel(db);
/** Where a level that comes out lies, from the top. */
export const yOfLevel = (db: number): number => SIZE * (1 - placeOfLevel(db));

/** The level that comes out, make-up gain included, in dB. */
const levelOut = (settings: CompressorState, levelIn: number): number =>
  levelIn - staticReductionDb(levelIn, settings) + settings.makeupDb;

/** The curve, as an SVG path. */
export function transferPath(settings: CompressorState): string {
  const points = Array.from({ length: PIECES + 1 }, (_, i) => {
    const levelIn = LOWEST_DB * (1 - i / PIECES);
    return `${xOfLevel(levelIn).toFixed(1)} ${yOfLevel(levelOut(settings, levelIn)).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
