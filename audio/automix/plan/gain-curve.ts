// A gain that moves in straight lines of amplitude between points, sample by sample.
import { dbToGain } from '../../units';
import { CURVE_SILENCE_DB, type CurvePoint } from '../types';

/** `gain` is an amplitude, `at` a sample. */
export interface GainPoint {
  readonly at: number;
  readonly gain: number;
}

/** The amplitude of a level of a plan, where the lowest level means silence. */
export const planGain = (gainDb: number): number => (gainDb <= CURVE_SILENCE_DB ? 0 : dbToGain(gainDb));

/** The fastest a gain moves: a step becomes a ramp of this length, too short to hear and too long to click. */
const RAMP_SECONDS = 0.005;

/** Constant before the first and after the last point. Without points the gain is 1. */
export class GainCurve {
  #cursor = 0;
  readonly #points: readonly GainPoint[];

  /** @param points in ascending order */
  constructor(points: readonly GainPoint[]) {
    this.#points = points;
  }

  /** The gain at a sample. */
  at(position: number): number {
    const points = this.#points;
    if (points.length === 0) return 1;
    if (this.#cursor > 0 && points[this.#cursor - 1]!.at > position) this.#cursor = 0;
    while (this.#cursor < points.length && points[this.#cursor]!.at <= position) this.#cursor++;
    const after = points[this.#cursor];
    const before = points[this.#cursor - 1];
    if (!before) return after!.gain;
    if (!after) return before.gain;
    return before.gain + ((after.gain - before.gain) * (position - before.at)) / (after.at - before.at);
  }

  /** Whether the gain is 1 from `from` up to `to`. */
  isUnity(from: number, to: number): boolean {
    if (this.at(from) !== 1 || this.at(to) !== 1) return false;
    return this.#points.every(({ at, gain }) => at <= from || at >= to || gain === 1);
  }
}

/** Moves points apart that follow one another faster than a step may. */
function spread(points: readonly GainPoint[], ramp: number): GainPoint[] {
  const apart: GainPoint[] = [];
  for (const point of points) {
    const last = apart.at(-1);
    if (last && point.at - last.at < ramp) {
      if (point.gain === last.gain) continue;
      apart.push({ at: last.at + ramp, gain: point.gain });
    } else {
      apart.push(point);
    }
  }
  return apart;
}

/**
 * The curve of one part over an overlap, 1 outside of it.
 * @param side `from` is at 1 before the overlap, `to` after it
 * @param positionOf the sample of a bar since the overlap began
 * @param bars of the overlap
 */
export function curveOver(
  points: readonly CurvePoint[],
  side: 'from' | 'to',
  bars: number,
  positionOf: (bar: number) => number,
  sampleRate: number,
): GainPoint[] {
  const ramp = RAMP_SECONDS * sampleRate;
  const inner = points.map(({ bar, gainDb }) => ({ at: positionOf(bar), gain: planGain(gainDb) }));
  const [first, last] = [inner[0]!, inner.at(-1)!];
  const edge =
    side === 'from'
      ? [{ at: positionOf(0) - ramp, gain: 1 }, { at: positionOf(0), gain: first.gain }, ...inner]
      : [...inner, { at: positionOf(bars), gain: last.gain }, { at: positionOf(bars) + ramp, gain: 1 }];
  return spread(edge, ramp);
}
