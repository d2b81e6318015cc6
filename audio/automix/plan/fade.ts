// The shapes that gain curves are made of.

import { CURVE_SILENCE_DB, type CurvePoint } from '../types';
import { curveDb } from './curve-levels';

/** Straight lines between this many points follow a sine within 0.1 dB over the audible range. */
const FADE_STEPS = 8;

const sample = (from: number, to: number, gainAt: (share: number) => number): CurvePoint[] =>
  Array.from({ length: FADE_STEPS + 1 }, (_, i) => ({
    bar: from + ((to - from) * i) / FADE_STEPS,
    gainDb: curveDb(gainAt(i / FADE_STEPS)),
  }));

/** Rises as a sine: with its counterpart the power of two tracks stays the same. */
export function powerFadeIn(from: number, to: number): CurvePoint[] {
  return sample(from, to, (share) => Math.sin((share * Math.PI) / 2));
}

/** Falls as a cosine. */
export function powerFadeOut(from: number, to: number): CurvePoint[] {
  return sample(from, to, (share) => Math.cos((share * Math.PI) / 2));
}

/** Silent, then full within `width` bars around `at`. */
export function switchOn(at: number, width: number): CurvePoint[] {
  return [
    { bar: at - width / 2, gainDb: CURVE_SILENCE_DB },
    { bar: at + width / 2, gainDb: 0 },
  ];
}

/** Full, then silent within `width` bars around `at`. */
export function switchOff(at: number, width: number): CurvePoint[] {
  return [
    { bar: at - width / 2, gainDb: 0 },
    { bar: at + width / 2, gainDb: CURVE_SILENCE_DB },
  ];
}
