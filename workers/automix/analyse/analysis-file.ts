// The analysis of a track as JSON: silence has infinite figures, which JSON cannot represent.
import type { TrackAnalysis } from '@/audio/track/types';

const INFINITIES = new Map<unknown, number>([
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

const isInfinite = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) === Infinity;

/** Writes plain data of which some numbers may be infinite. */
export const encodeFigures = (value: unknown): string =>
  JSON.stringify(value, (_key, value: unknown) => (isInfinite(value) ? String(value) : value));

/** Reads what `encodeFigures` wrote. */
export const decodeFigures = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown) => INFINITIES.get(value) ?? value);

/** Reads an analysis that a job of this studio stored. */
export const decodeAnalysis = (text: string): TrackAnalysis => decodeFigures(text) as TrackAnalysis;
