// The gains of every part of one placed track, from the transitions on either side of it.
import { curveOver, GainCurve, type GainPoint } from '../plan/gain-curve';
import { PLAN_BANDS, PLAN_STEMS, type PlanBand, type PlanPart, type PlanStem } from '../types';
import { type PlacedTransition, positionOfBar } from './set-timeline';
import { sourceOf, type TimeMap } from './time-map';

/** The transitions into and out of a track; the first track has no entry, the last no exit. */
export interface TrackTransitions {
  readonly entry?: PlacedTransition;
  readonly exit?: PlacedTransition;
}

export interface PartCurves {
  /** In samples of the set: the gain of all parts together. */
  readonly full: readonly GainPoint[];
  /** In samples of the track. Parts that stand at 0 dB throughout are left out. */
  readonly bands: Readonly<Partial<Record<PlanBand, readonly GainPoint[]>>>;
  readonly stems: Readonly<Partial<Record<PlanStem, readonly GainPoint[]>>>;
}

function pointsOf(part: PlanPart, { entry, exit }: TrackTransitions, sampleRate: number): GainPoint[] {
  const over = (placed: PlacedTransition | undefined, side: 'from' | 'to'): GainPoint[] => {
    const curve = placed?.plan.curves.find((each) => each.track === side && each.part === part);
    if (!placed || !curve || curve.points.length === 0) return [];
    const positionOf = (bar: number) => positionOfBar(placed, bar, sampleRate);
    return curveOver(curve.points, side, placed.plan.bars, positionOf, sampleRate);
  };
  return [...over(entry, 'to'), ...over(exit, 'from')];
}

/**
 * Collects the curves of a track. Those of bands and stems are in the track's own time, because they are
 * applied before it is stretched: then all its parts are stretched as one.
 */
export function partCurvesOf(map: TimeMap, transitions: TrackTransitions, sampleRate: number): PartCurves {
  const inSource = <Part extends PlanPart>(parts: readonly Part[]) =>
    Object.fromEntries(
      parts
        .map((part) => [part, pointsOf(part, transitions, sampleRate)] as const)
        .filter(([, points]) => points.some(({ gain }) => gain !== 1))
        .map(([part, points]) => [part, points.map((p) => ({ ...p, at: sourceOf(map, p.at) }))] as const),
    ) as Partial<Record<Part, GainPoint[]>>;
  return {
    full: pointsOf('full', transitions, sampleRate),
    bands: inSource(PLAN_BANDS),
    stems: inSource(PLAN_STEMS),
  };
}

/** A curve for `points`; at 1 without any. */
export const gainCurve = (points: readonly GainPoint[] | undefined): GainCurve => new GainCurve(points ?? []);
