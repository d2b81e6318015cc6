// A planned set: plain data that both planners emit, the validator checks and the renderer plays.
import type { EnergyShape, SetStrategy, TransitionTemplate } from '@/contract/set-vocabulary';
import type { TrackAnalysis } from '../track/types';

/** A track that is to be mixed. */
export interface SetTrack {
  readonly id: string;
  /** For people; nothing is decided by it. */
  readonly name: string;
  readonly analysis: TrackAnalysis;
  /** Whether vocals, drums, bass and other exist as separated stems. */
  readonly hasStems: boolean;
}

/** Bands of the whole track; the plan's crossovers divide them. */
export const PLAN_BANDS = ['low', 'mid', 'high'] as const;
/** Only of tracks that have stems. */
export const PLAN_STEMS = ['vocals', 'drums', 'bass', 'other'] as const;
export const PLAN_PARTS = ['full', ...PLAN_BANDS, ...PLAN_STEMS] as const;
export type PlanBand = (typeof PLAN_BANDS)[number];
export type PlanStem = (typeof PLAN_STEMS)[number];
export type PlanPart = (typeof PLAN_PARTS)[number];

/** The gain that means silence: a curve at this value sends exactly nothing. */
export const CURVE_SILENCE_DB = -60;
export const CURVE_MAX_DB = 6;

export interface CurvePoint {
  /** Bars since the overlap began, 0 to its `bars`; fractions are allowed. */
  readonly bar: number;
  readonly gainDb: number;
}

/**
 * The gain of one part of one track over the overlap. Between points the amplitude (not the decibels) moves
 * in a straight line; before the first and after the last point it is constant. Parts add up in decibels:
 * what stem s sends in band b is full + s + b. A part without a curve is at 0 dB.
 */
export interface PartCurve {
  readonly track: 'from' | 'to';
  readonly part: PlanPart;
  /** In ascending order of bars, at least one. */
  readonly points: readonly CurvePoint[];
}

/** A sample laid over the transition, stretched to its tempo. */
export interface Overlay {
  /** One of overlay-samples.ts. */
  readonly sampleId: string;
  /** Where it begins, in bars since the overlap began. */
  readonly bar: number;
  readonly gainDb: number;
  readonly semitones: number;
}

/** `from`, dry, stops where the overlap begins; its last beats come again, each time `feedback` (0 to 1) as loud. */
export interface EchoOut {
  /** Delay between repeats, in beats of the overlap: they fall on the beats of `to`. */
  readonly beats: number;
  readonly feedback: number;
}

/**
 * How one track becomes the next. Bars of a track are those of its grid (bar-grid.ts).
 *
 * Locked: bars and beats of the overlap are those of `from`; the beats of both tracks fall together, and the start of
 * bar `inBar` of `to` on the start of bar `outBar` of `from`.
 * Free: both tracks play at their own solo tempo (`TrackPlan.bpm`); one bar of the overlap lasts `beatsPerBar` beats
 * at `tempo`, which does not move. `to` begins with bar `inBar` where `from` begins bar `outBar`.
 */
export interface TransitionPlan {
  readonly from: string;
  readonly to: string;
  readonly template: TransitionTemplate;
  /** The bar of `from` at whose start the overlap begins. */
  readonly outBar: number;
  /** The bar of `to` that lies on it. */
  readonly inBar: number;
  /** Length of the overlap in bars of its own clock; at 0 (a cut) `from` ends where `to` begins. */
  readonly bars: number;
  readonly beatsPerBar: 3 | 4;
  /** Whether the beats are locked. */
  readonly isLocked: boolean;
  /** Beats of `to` in a beat of `from`: 0.5 when 180 BPM goes over into 90, 2 the other way round. */
  readonly beatRatio: 0.5 | 1 | 2;
  /** In beats of `from` when locked: from its solo tempo to that of `to` / beatRatio, a straight line over the beats. */
  readonly tempo: { readonly startBpm: number; readonly endBpm: number };
  readonly curves: readonly PartCurve[];
  readonly echo?: EchoOut;
  readonly overlays: readonly Overlay[];
  /** One sentence. */
  readonly why: string;
}

export interface TrackPlan {
  readonly id: string;
  /** Brings the track to the loudness of the set. */
  readonly gainDb: number;
  /** Transposition of the whole track. */
  readonly semitones: number;
  /** The tempo at which the track plays alone; that of its nominal grid (unstretched) when it has no beat. */
  readonly bpm: number;
}

export interface SetPlan {
  readonly strategy: SetStrategy;
  /** In playing order. The first begins with its first sound, the last ends with its last. */
  readonly tracks: readonly TrackPlan[];
  /** One fewer than there are tracks. */
  readonly transitions: readonly TransitionPlan[];
  /** Where the bands `low`, `mid` and `high` meet. */
  readonly crossovers: { readonly lowHz: number; readonly highHz: number };
  /** Messages for the user: which planner decided and why, what could not be done. */
  readonly notes: readonly string[];
}

/** What the person who makes the set wants of its order. */
export interface SequenceConstraints {
  /** Track ids. */
  readonly first?: string;
  readonly last?: string;
  /** Pairs that follow one another, in this order. */
  readonly together?: ReadonlyArray<readonly [before: string, after: string]>;
  readonly keepOrder?: boolean;
  readonly energyShape: EnergyShape;
}
