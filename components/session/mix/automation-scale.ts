// Where the values of an automation lane stand on it, as shares of its height from the top, and how they read.
import { fillLane, type Lane } from '@/audio/mix/automation';
import { at } from '@/contract/required';
import type { LaneName, Point } from '@/document/automation-schema';
import { clampFaderDb, faderDb, faderPosition, isSilent } from '../../ui/controls/fader-taper';
import { formatDb, formatPan } from '../../ui/format';

export interface LaneScale {
  /** The control that the lane automates, as text. */
  readonly name: string;
  /** 0 is the upper edge of the lane, 1 the lower one. */
  readonly heightOf: (value: number) => number;
  readonly valueAt: (height: number) => number;
  readonly formatValue: (value: number) => string;
  /** Arrow keys turn by the first, with Shift by the second. */
  readonly steps: readonly [step: number, fine: number];
  readonly neutral: number;
  /** Values that are written beside the lane. */
  readonly marks: readonly { readonly value: number; readonly text: string }[];
}

const clampPan = (pan: number): number => Math.min(1, Math.max(-1, pan));

/** Gain follows the taper of the faders; of a balance the right is on top. */
export const LANE_SCALES: Readonly<Record<LaneName, LaneScale>> = {
  gainDb: {
    name: 'gain',
    heightOf: (db) => 1 - faderPosition(clampFaderDb(db)),
    valueAt: (height) => faderDb(1 - height),
    formatValue: (db) => (isSilent(db) ? 'silent' : `${formatDb(db)} dB`),
    steps: [0.5, 0.1],
    neutral: 0,
    marks: [12, 0, -12, -30].map((value) => ({ value, text: value > 0 ? `+${value}` : String(value) })),
  },
  pan: {
    name: 'pan',
    heightOf: (pan) => (1 - clampPan(pan)) / 2,
    valueAt: (height) => Math.round(clampPan(1 - 2 * height) * 100) / 100,
    formatValue: formatPan,
    steps: [0.05, 0.01],
    neutral: 0,
    marks: [1, 0, -1].map((value) => ({ value, text: 'LCR'.charAt(value + 1) })),
  },
};

/** A point of the document contains whole samples: its schema ensures it. */
const engineLane = (points: readonly Point[]): Lane => points as readonly Point[] as Lane;

/** What a lane with points says at a position, as the mix engine reads it. */
export function laneValue(points: readonly Point[], position: number): number {
  const value = new Float64Array(1);
  fillLane(engineLane(points), Math.max(0, Math.round(position)), 1, value);
  return at(value, 0);
}

/** Straight pieces between two points: a line in dB bends along the taper of a fader. */
const STEPS = 16;

/**
 * The lane as an SVG path in a box 1 wide and 1 high; level before its first point and after its last.
 * @param length what the width stands for, in samples
 */
export function lanePath(points: readonly Point[], length: number, scale: LaneScale): string {
  const [first] = points;
  if (!first || length === 0) return '';
  const spots: string[] = [];
  const go = (at: number, value: number) =>
    spots.push(`${(at / length).toFixed(5)} ${scale.heightOf(value).toFixed(4)}`);
  go(Math.min(0, first.at), first.value);
  let last = first;
  for (const [i, point] of points.entries()) {
    last = point;
    const next = points[i + 1];
    go(point.at, point.value);
    if (!next || next.value === point.value) continue;
    for (let step = 1; step < STEPS; step++) {
      const along = step / STEPS;
      go(point.at + (next.at - point.at) * along, point.value + (next.value - point.value) * along);
    }
  }
  go(Math.max(length, last.at), last.value);
  return `M${spots.join('L')}`;
}
