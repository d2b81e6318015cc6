// What curves do to a part of a track at a moment of the overlap.

import { CURVE_SILENCE_DB, type CurvePoint, type PartCurve, PLAN_BANDS, type PlanPart } from '../types';
import { planGain } from './gain-curve';

/** Amplitude in decibels, not below the silence of curves. */
export function curveDb(amplitude: number): number {
  return Math.max(CURVE_SILENCE_DB, 20 * Math.log10(amplitude));
}

/** The amplitude of one curve at `bar`: straight lines between its points, level before and after. */
export function amplitudeAt(points: readonly CurvePoint[], bar: number): number {
  const next = points.findIndex((point) => point.bar > bar);
  if (next < 0) return planGain(points.at(-1)!.gainDb);
  if (next === 0) return planGain(points[0]!.gainDb);
  const [a, b] = [points[next - 1]!, points[next]!];
  const share = (bar - a.bar) / (b.bar - a.bar);
  return (1 - share) * planGain(a.gainDb) + share * planGain(b.gainDb);
}

/** The curves of one track of a transition. */
export class TrackLevels {
  readonly #curves: ReadonlyMap<PlanPart, readonly CurvePoint[]>;
  readonly #hasStems: boolean;

  constructor(curves: readonly PartCurve[], track: PartCurve['track'], hasStems: boolean) {
    const own = curves.filter((curve) => curve.track === track);
    this.#curves = new Map(own.map(({ part, points }) => [part, points]));
    this.#hasStems = hasStems;
  }

  /** Amplitude of one part's own curve; 1 when it has none. */
  part(part: PlanPart, bar: number): number {
    const points = this.#curves.get(part);
    return points ? amplitudeAt(points, bar) : 1;
  }

  #loudest(parts: readonly PlanPart[], bar: number): number {
    return Math.max(...parts.map((part) => this.part(part, bar)));
  }

  #loudestBand(bar: number): number {
    return this.#loudest(PLAN_BANDS, bar);
  }

  /** The loudest that any of the track sounds. */
  any(bar: number): number {
    const stems = this.#hasStems ? this.#loudest(['vocals', 'drums', 'bass', 'other'], bar) : 1;
    return this.part('full', bar) * this.#loudestBand(bar) * stems;
  }

  /** Bass and kick. */
  low(bar: number): number {
    const stems = this.#hasStems ? this.#loudest(['drums', 'bass', 'other'], bar) : 1;
    return this.part('full', bar) * this.part('low', bar) * stems;
  }

  /** Everything that has a pitch. */
  harmony(bar: number): number {
    const stems = this.#hasStems ? this.#loudest(['vocals', 'bass', 'other'], bar) : 1;
    return this.part('full', bar) * this.#loudestBand(bar) * stems;
  }

  voice(bar: number): number {
    const stem = this.#hasStems ? this.part('vocals', bar) : 1;
    return this.part('full', bar) * this.part('mid', bar) * stem;
  }

  /** How far, as a share, any curve of the track is from leaving it as it is. */
  farthestFromFull(bar: number): number {
    const offs = [...this.#curves.keys()].map((part) => Math.abs(this.part(part, bar) - 1));
    return Math.max(0, ...offs);
  }
}
