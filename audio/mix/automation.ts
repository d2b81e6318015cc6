// Automation lanes: a control that moves by itself from breakpoint to breakpoint.
import type { Samples } from '../units';

export interface Breakpoint {
  /** Position on the timeline. */
  readonly at: Samples;
  /** What the control stands at there: dB for a fader, -1 to 1 for a balance. */
  readonly value: number;
}

/** A lane, ordered by position: straight lines between its points, level before the first and after the last. */
export type Lane = readonly Breakpoint[];

/** A lane with points takes the place of the control of the same name; an empty or missing one leaves it alone. */
export interface AutomationSettings {
  readonly gainDb?: Lane;
  readonly pan?: Lane;
}

/** True when two lanes say the same. */
export function isSameLane(a: Lane, b: Lane): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((point, i) => point.at === b[i]!.at && point.value === b[i]!.value);
}

/**
 * The number of points at or before `position`. Of points at the same position, the last applies from there
 * on.
 */
function pointsUntil(lane: Lane, position: number): number {
  let [low, high] = [0, lane.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane[middle]!.at <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Writes the lane's values at `position` and the `frames - 1` samples after it. Allocates nothing. */
export function fillLane(lane: Lane, position: number, frames: number, values: Float64Array): void {
  let next = pointsUntil(lane, position);
  for (let done = 0; done < frames; next++) {
    const from = lane[Math.max(0, next - 1)]!;
    const to = lane[Math.min(next, lane.length - 1)]!;
    const end = next === lane.length ? frames : Math.min(frames, to.at - position);
    const isLevel = next === 0 || from.value === to.value || next === lane.length;
    if (isLevel) values.fill(next === 0 ? to.value : from.value, done, Math.max(done, end));
    else {
      const slope = (to.value - from.value) / (to.at - from.at);
      for (let i = done; i < end; i++) values[i] = from.value + slope * (position + i - from.at);
    }
    done = Math.max(done, end);
  }
}
