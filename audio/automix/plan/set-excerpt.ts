// Where one track leaves and the next one enters: the phrases that fit best, found by weighing all of them.

import type { DjRules } from '@/contract/dj-rules';
import type { MixTrack } from '../analyse/mix-track';
import type { BeatRatio } from '../analyse/tempo-match';

/** Bars looked at before the end of the one and after the start of the other; longer tracks are mixes of many. */
const SEARCHED_BARS = 128;
/** What it costs to leave out a bar of a drop, and one of anything else. */
const UNPLAYED_DROP_COST = 0.15;
const UNPLAYED_BAR_COST = 0.03;
const DROP_ENERGY = 0.75;
/** By the strength of the boundary on which a track leaves or enters. */
const BOUNDARY_COSTS: Readonly<Record<number, number>> = { 32: 0, 16: 0.3, 8: 0.5, 0: 3 };
/** The music should turn where the old track has gone. */
const UNMARKED_END_COST = 0.5;
/** Bars in which nothing carries, and in which both drive at once. */
const DIP_ENERGY = 0.35;
const DIP_COST = 0.3;
const CROWDED_COST = 0.1;
const SUNG_COST = 0.3;
/** Where the overlap begins, the old track's energy should not leap; where it ends, not that of the new one. */
const EXIT_JUMP_COST = 5;
const ENTRY_JUMP_COST = 1.5;
/** Halving the length that was asked for. */
const LENGTH_COST = 1.2;
/** Into or out of quiet bars without an overlap. */
const QUIET_JOINT_COST = 2;

export interface Window {
  readonly outBar: number;
  readonly inBar: number;
  readonly bars: number;
  readonly cost: number;
}

export interface WindowRequest {
  readonly from: MixTrack;
  readonly to: MixTrack;
  /** The lengths to try, the favourite first. */
  readonly lengths: readonly number[];
  readonly beatRatio: BeatRatio;
  /** Both voices at once; null when the template sees to it itself. */
  readonly maxSungBars: number | null;
}

/** The bars in which a track may be entered and left: either half, less what it should play alone in between. */
export function halvesOf({ firstBar, endBar }: MixTrack, { minSoloBars }: DjRules) {
  const bars = endBar - firstBar;
  const alone = bars >= 2 * minSoloBars ? minSoloBars : 0;
  return {
    inEnd: firstBar + Math.floor((bars - alone) / 2),
    outStart: firstBar + Math.ceil((bars + alone) / 2),
  };
}

/** Bars on which a track may turn: its phrases, its ends, or any bar when it has no phrases there. */
function turningBars(track: MixTrack, from: number, to: number): number[] {
  const bars = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const marked = bars.filter(
    (bar) => track.boundaryAt(bar) > 0 || bar === track.endBar || bar === track.firstBar,
  );
  return marked.length > 0 ? marked : bars;
}

function boundaryCost(track: MixTrack, bar: number): number {
  if (bar === track.endBar || bar === track.firstBar) return 0;
  return BOUNDARY_COSTS[track.boundaryAt(bar)] ?? BOUNDARY_COSTS[0]!;
}

/** The cost of the part of a track between two bars that is not played. */
function unplayedCost(track: MixTrack, start: number, end: number): number {
  let cost = 0;
  for (let bar = start; bar < end; bar++) {
    cost += track.energyAt(bar) >= DROP_ENERGY ? UNPLAYED_DROP_COST : UNPLAYED_BAR_COST;
  }
  return cost;
}

/** The cost of audible level steps: both ends of an overlap lie where the music goes on. */
function jointCost(from: MixTrack, outBar: number, to: MixTrack, inEnd: number): number {
  const out = Math.abs(from.energyAt(outBar) - from.energyAt(outBar - 1));
  const into = Math.abs(to.energyAt(inEnd) - to.energyAt(inEnd - 1));
  return EXIT_JUMP_COST * out + ENTRY_JUMP_COST * into;
}

/** How both tracks go together bar by bar; infinite when they sing at once for too long. */
function togetherCost(request: WindowRequest, outBar: number, inBar: number, bars: number): number {
  const { from, to, beatRatio, maxSungBars } = request;
  let [cost, sung] = [0, 0];
  for (let i = 0; i < bars; i++) {
    const [a, b] = [outBar + i, inBar + Math.floor(i * beatRatio)];
    const [energyA, energyB] = [from.energyAt(a), to.energyAt(b)];
    if (Math.max(energyA, energyB) < DIP_ENERGY) cost += DIP_COST;
    if (Math.min(energyA, energyB) >= DROP_ENERGY) cost += CROWDED_COST;
    if (!from.isSungAt(a) || !to.isSungAt(b)) continue;
    sung++;
    cost += maxSungBars === null ? 0 : SUNG_COST;
  }
  return maxSungBars !== null && sung > maxSungBars ? Number.POSITIVE_INFINITY : cost;
}

function costAt(request: WindowRequest, outBar: number, inBar: number, bars: number): number {
  const { from, to, lengths, beatRatio } = request;
  const inEnd = inBar + bars * beatRatio;
  const lost = unplayedCost(from, outBar + bars, from.endBar) + unplayedCost(to, to.firstBar, inBar);
  const edges = boundaryCost(from, outBar) + boundaryCost(to, inBar);
  if (bars === 0) {
    const quiet = 2 - from.energyAt(outBar - 1) - to.energyAt(inBar);
    return lost + edges + QUIET_JOINT_COST * quiet;
  }
  const isMarked = to.boundaryAt(inEnd) > 0 || from.endBar === outBar + bars;
  const length = LENGTH_COST * Math.abs(Math.log2(bars / lengths[0]!));
  const end = isMarked ? 0 : UNMARKED_END_COST;
  const joints = jointCost(from, outBar, to, inEnd);
  return lost + edges + end + length + joints + togetherCost(request, outBar, inBar, bars);
}

/**
 * Finds the best place for a transition.
 * @returns null when the tracks leave no room for it, or sing at once wherever they meet
 */
export function findWindow(request: WindowRequest, rules: DjRules): Window | null {
  const { from, to, beatRatio } = request;
  const outStart = Math.max(halvesOf(from, rules).outStart, from.endBar - SEARCHED_BARS);
  const inEnd = Math.min(halvesOf(to, rules).inEnd, to.firstBar + SEARCHED_BARS);
  let best: Window | null = null;
  for (const bars of request.lengths) {
    if (!Number.isInteger(bars * beatRatio)) continue;
    const outBars = turningBars(from, outStart, from.endBar - bars);
    const inBars = turningBars(to, to.firstBar, inEnd - bars * beatRatio);
    for (const outBar of outBars) {
      for (const inBar of inBars) {
        const cost = costAt(request, outBar, inBar, bars);
        if (Number.isFinite(cost) && cost < (best?.cost ?? Number.POSITIVE_INFINITY)) {
          best = { outBar, inBar, bars, cost };
        }
      }
    }
  }
  return best;
}

/** A length and its halves down to two bars, each at most `most`. */
export function lengthsFrom(favourite: number, maxBars: number): number[] {
  const lengths: number[] = [];
  for (let bars = Math.min(favourite, maxBars); bars >= 2; bars = Math.floor(bars / 2)) lengths.push(bars);
  return lengths;
}
