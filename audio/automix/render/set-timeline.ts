// Lays a planned set out in time: where each overlap lies, and which moment of each track sounds when.
import type { TrackAnalysis } from '../../track/types';
import { type Samples, samples, secondsToSamples } from '../../units';
import { type BarGrid, barGridOf } from '../analyse/bar-grid';
import { type BeatClock, beatClockOf } from '../analyse/beat-clock';
import type { SetPlan, SetTrack, TrackPlan, TransitionPlan } from '../types';
import { secondsToBeat, type TempoPath } from './tempo-path';
import { type MapKnot, type TimeMap, withoutStandstill } from './time-map';

/** A transition on the set's timeline, in samples. */
export interface PlacedTransition {
  readonly plan: TransitionPlan;
  readonly start: Samples;
  readonly end: Samples;
}

/** A track on the set's timeline. */
export interface PlacedTrack {
  readonly plan: TrackPlan;
  /** From its first to its last sample that is played; one knot when nothing of it is, as of silence. */
  readonly map: TimeMap;
  /** Where it plays alone, in samples of the set. */
  readonly soloStart: Samples;
  readonly soloEnd: Samples;
}

export interface SetTimeline {
  readonly sampleRate: number;
  readonly length: Samples;
  readonly tracks: readonly PlacedTrack[];
  readonly transitions: readonly PlacedTransition[];
}

interface TrackGrid {
  readonly analysis: TrackAnalysis;
  readonly grid: BarGrid;
  readonly clock: BeatClock;
  readonly plan: TrackPlan;
  /** Source samples per sample of the set while the track plays alone. */
  readonly speed: number;
}

/**
 * A track is audible this long before its first beat, so that it can fade in without touching the beat's
 * attack.
 */
export const LEAD_SECONDS = 0.012;
/** How long the last sound of the set may ring. */
const TAIL_SECONDS = 0.25;
/** A smaller difference of tempo than this is none: the track is then not stretched at all. */
const SAME_TEMPO = 1e-6;

const overlapBeats = ({ bars, beatsPerBar }: TransitionPlan): number => bars * beatsPerBar;

const tempoPathOf = (plan: TransitionPlan): TempoPath => ({ ...plan.tempo, beats: overlapBeats(plan) });

/**
 * Where a bar of an overlap lies on the set's timeline, in samples (not rounded).
 * @param bar 0 to the overlap's bars; fractions are allowed
 */
export function positionOfBar({ plan, start }: PlacedTransition, bar: number, sampleRate: number): number {
  return start + secondsToBeat(tempoPathOf(plan), bar * plan.beatsPerBar) * sampleRate;
}

function gridOf(track: SetTrack, plan: TrackPlan): TrackGrid {
  const { analysis } = track;
  const grid = barGridOf(analysis);
  const speed = grid.isNominal ? 1 : plan.bpm / grid.bpm;
  return {
    analysis,
    grid,
    plan,
    clock: beatClockOf(analysis, grid),
    speed: Math.abs(speed - 1) < SAME_TEMPO ? 1 : speed,
  };
}

/** The knots of one track over an overlap whose beats are locked, a knot per beat of both tracks. */
function lockedKnots(placed: PlacedTransition, clock: BeatClock, side: 'from' | 'to', rate: number) {
  const { plan } = placed;
  const bar = side === 'from' ? plan.outBar : plan.inBar;
  const ratio = side === 'from' ? 1 : plan.beatRatio;
  const step = plan.beatRatio === 2 ? 0.5 : 1;
  const knots: MapKnot[] = [];
  for (let beat = 0; beat <= overlapBeats(plan); beat += step) {
    const target = positionOfBar(placed, beat / plan.beatsPerBar, rate);
    knots.push({
      source: samples(Math.round(clock.at(bar, beat * ratio))),
      target: samples(Math.round(target)),
    });
  }
  return knots;
}

function entryKnots(track: TrackGrid, entry: PlacedTransition | undefined, rate: number): MapKnot[] {
  const { analysis, grid, clock } = track;
  if (!entry) {
    const first = analysis.cues.find(({ kind }) => kind === 'first-sound')?.at ?? 0;
    const lead = secondsToSamples(LEAD_SECONDS, rate);
    return [{ source: samples(Math.max(0, first - lead)), target: samples(0) }];
  }
  if (entry.plan.isLocked && entry.plan.bars > 0) {
    return withLead(lockedKnots(entry, clock, 'to', rate), rate);
  }
  return withLead([{ source: grid.starts[entry.plan.inBar]!, target: entry.start }], rate);
}

/** Begins a little earlier, as far as the track and the set reach. */
function withLead(knots: readonly MapKnot[], rate: number): MapKnot[] {
  const first = knots[0]!;
  const lead = Math.min(secondsToSamples(LEAD_SECONDS, rate), first.source, first.target);
  return [{ source: samples(first.source - lead), target: samples(first.target - lead) }, ...knots];
}

/** Where `source` sounds when the track has played alone, at its own speed, since `since`. */
function soloTarget({ speed }: TrackGrid, since: MapKnot, source: number): Samples {
  return samples(since.target + Math.round((source - since.source) / speed));
}

function placeTransition(plan: TransitionPlan, start: Samples, rate: number): PlacedTransition {
  const seconds = secondsToBeat(tempoPathOf(plan), overlapBeats(plan));
  return { plan, start, end: samples(start + Math.round(seconds * rate)) };
}

function exitKnots(
  track: TrackGrid,
  since: MapKnot,
  exit: PlacedTransition | undefined,
  rate: number,
): MapKnot[] {
  const { analysis, grid, clock, speed } = track;
  if (!exit) {
    const { cues, lengthSamples } = analysis;
    const sounding = cues.find(({ kind }) => kind === 'last-sound')?.at ?? lengthSamples;
    const last = samples(Math.min(lengthSamples, sounding + secondsToSamples(TAIL_SECONDS, rate)));
    return [{ source: last, target: soloTarget(track, since, last) }];
  }
  const { plan, start, end } = exit;
  const out: MapKnot = { source: grid.starts[plan.outBar]!, target: start };
  // An echo repeats what sounded before; the track itself stops where the overlap begins.
  if (plan.bars === 0 || plan.echo) return [out];
  if (plan.isLocked) return lockedKnots(exit, clock, 'from', rate);
  return [out, { source: samples(out.source + Math.round((end - start) * speed)), target: end }];
}

/** Places the exit of a track that has played alone since `since`. */
function placeExit(track: TrackGrid, since: MapKnot, plan: TransitionPlan, rate: number): PlacedTransition {
  const out = track.grid.starts[plan.outBar]!;
  if (out < since.source) {
    throw new RangeError(`The track ${plan.from} would leave before it has come in.`);
  }
  return placeTransition(plan, soloTarget(track, since, out), rate);
}

function placeTrack(
  track: TrackGrid,
  entry: PlacedTransition | undefined,
  exitPlan: TransitionPlan | undefined,
  rate: number,
) {
  const entrance = entryKnots(track, entry, rate);
  const since = entrance.at(-1)!;
  const exit = exitPlan && placeExit(track, since, exitPlan, rate);
  const map = withoutStandstill([...entrance, ...exitKnots(track, since, exit, rate)]);
  const soloStart = entry ? entry.end : samples(0);
  const soloEnd = exit ? exit.start : map.at(-1)!.target;
  return { exit, placed: { plan: track.plan, map, soloStart, soloEnd } };
}

/**
 * Lays out a validated plan.
 * @param tracks those of the plan, in any order, all analysed at one sample rate
 * @throws RangeError when a track is missing, or leaves before it has come in
 */
export function timelineOf(plan: SetPlan, tracks: readonly SetTrack[]): SetTimeline {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const rate = tracks[0]?.analysis.sampleRate ?? 0;
  const placedTracks: PlacedTrack[] = [];
  const transitions: PlacedTransition[] = [];
  for (const [index, trackPlan] of plan.tracks.entries()) {
    const track = byId.get(trackPlan.id);
    if (!track) throw new RangeError(`The plan names a track ${trackPlan.id} that is not there.`);
    if (track.analysis.sampleRate !== rate) throw new RangeError('All tracks must have one sample rate.');
    const entry = transitions.at(-1);
    const { exit, placed } = placeTrack(gridOf(track, trackPlan), entry, plan.transitions[index], rate);
    placedTracks.push(placed);
    if (exit) transitions.push(exit);
  }
  const length = placedTracks.reduce((end, { map }) => Math.max(end, map.at(-1)!.target), 0);
  return { sampleRate: rate, length: samples(length), tracks: placedTracks, transitions };
}
