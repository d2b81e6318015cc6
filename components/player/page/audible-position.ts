// From what the audio thread renders to what is audible: the playhead as it should be drawn.
import { SAMPLE_RATE, type Samples } from '@/audio/units';
import { positionAfter, runsIntoLoop } from '@/contract/loop-positions';
import type { TransportReport } from '../messages';
import type { LoopRange } from '../types';

/** At context time `time` (seconds) the sample `position` is rendered. */
export interface Anchor {
  readonly position: number;
  readonly time: number;
  readonly moving: boolean;
  /** Song samples per output sample. */
  readonly rate: number;
  /** Where playback started or last jumped to: nothing before it is audible ... */
  readonly origin: number;
  /** ... unless the loop's seam has been passed since. */
  readonly wrapped: boolean;
}

/** The anchor that a report of the audio thread moves to. */
export function nextAnchor(
  before: Anchor,
  report: Pick<TransportReport, 'status' | 'position' | 'time' | 'rate'>,
): Anchor {
  const { status, position, time, rate } = report;
  const origin = before.moving ? before.origin : before.position;
  const wrapped = before.moving && (before.wrapped || position < before.position);
  return { position, time, rate, moving: status === 'playing', origin, wrapped };
}

/** Seconds between rendering and output. Browsers report NaN, 0 or nothing at all while a device starts. */
export function outputLatency(context: {
  readonly outputLatency?: number;
  readonly baseLatency?: number;
}): number {
  const known = (latency: number | undefined): latency is number =>
    latency !== undefined && Number.isFinite(latency) && latency > 0;
  if (known(context.outputLatency)) return context.outputLatency;
  return known(context.baseLatency) ? context.baseLatency : 0;
}

/**
 * The sample that is audible at context time `now`.
 * @param latency seconds, from `outputLatency`
 */
export function audiblePosition(
  anchor: Anchor,
  now: number,
  latency: number,
  loop: LoopRange | null,
  length: number,
): Samples {
  if (!anchor.moving) return Math.round(anchor.position) as Samples;
  const elapsed = Math.round((now - latency - anchor.time) * SAMPLE_RATE * anchor.rate);
  const position =
    elapsed >= 0 ? positionAfter(anchor.position, elapsed, loop) : positionBefore(anchor, -elapsed, loop);
  return Math.min(position, length) as Samples;
}

/** Walks back from the anchor: over the seam when playback has passed it, else no further than its origin. */
function positionBefore(anchor: Anchor, count: number, loop: LoopRange | null): number {
  const back = anchor.position - count;
  if (!anchor.wrapped || !runsIntoLoop(anchor.position, loop)) {
    return Math.max(back, Math.min(anchor.origin, anchor.position));
  }
  return back >= loop.start ? back : Math.max(loop.start, loop.end - (loop.start - back));
}
