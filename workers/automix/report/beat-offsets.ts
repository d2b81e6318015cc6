// How far apart the beats of two tracks are in an overlap: attacks against attacks, and what rendering added.

import { ATTACK_BANDS, type AttackCurves } from '@/audio/automix/analyse/attack-curves';
import { type PlacedTransition, positionOfBar } from '@/audio/automix/render/set-timeline';
import {
  type AttackOffset,
  alignAttacks,
  NO_COMMON_ATTACKS,
  NO_COMMON_BEAT,
} from '@/audio/automix/report/attack-alignment';
import { beatLags } from '@/audio/automix/report/beat-lags';
import { median } from '@/audio/track/curves';
import { ATTACK_STEP, type OverlapFigures } from '../render/overlap-meter';

/** Beyond this two tracks are audibly misaligned. */
const BADLY_OFF_MS = 40;

export interface BeatOffsets {
  /** How far beats of both tracks lie apart; null when that cannot be measured. */
  readonly beat_offset_ms: {
    readonly median: number;
    /** Null, as the maximum, where nothing but the median was measured. */
    readonly p95: number | null;
    readonly max: number | null;
  } | null;
  /** By how much they part from the start of the overlap to its end; null where that was measured at one place alone. */
  readonly drift_ms: number | null;
  /** Why there is no offset, as a message; null when there is one. */
  readonly beat_offset_reason: string | null;
}

/**
 * How far apart two misaligned tracks are: in ms, beyond measure when their beats are unrelated, or unknown
 * when both have drums but nothing can be compared.
 */
export type Misalignment = number | 'unrelated' | 'unknown';

/**
 * Whether two tracks are misaligned, or may be for all that can be measured; null when they are not, or when
 * nothing of it is audible.
 */
export function misalignmentOf({
  beat_offset_ms: offset,
  beat_offset_reason: reason,
  template,
}: BeatOffsets & { readonly template: string }): Misalignment | null {
  if (reason === NO_COMMON_BEAT) return 'unrelated';
  // Whole tracks are compared, and the drums of both do not sound at once in a bridge.
  if (reason === NO_COMMON_ATTACKS && template !== 'drum-bridge') return 'unknown';
  return offset && offset.median > BADLY_OFF_MS ? Math.round(offset.median) : null;
}

/**
 * By how many ms the worst of single beats lies apart, where that is heard; null otherwise. Tracks that become slower or
 * faster within the overlap agree in their median all the same.
 */
export function singleMisalignmentOf({ beat_offset_ms: offset }: BeatOffsets): number | null {
  const worst = offset?.max ?? 0;
  return worst > BADLY_OFF_MS ? Math.round(worst) : null;
}

const APART = 'The tracks do not play together.';
const NOT_LOCKED = 'The beats are not locked.';

/** Whether beats were laid on one another of which nothing was measured, so that nothing is known of how they agree. */
export const isUnmeasured = ({ beat_offset_ms: offset, beat_offset_reason: reason }: BeatOffsets): boolean =>
  offset === null && reason !== APART && reason !== NOT_LOCKED;

interface Offset {
  /** Seconds since the start of the overlap. */
  readonly at: number;
  readonly ms: number;
}

const rounded = (value: number): number => Number(value.toFixed(2));
const without = (reason: string): BeatOffsets => ({
  beat_offset_ms: null,
  drift_ms: null,
  beat_offset_reason: reason,
});

/** The rise of the line that fits best through the offsets, from the first to the last; null for a single one. */
function driftOf(offsets: readonly Offset[]): number | null {
  if (offsets.length < 2) return null;
  const n = offsets.length;
  const at = offsets.reduce((sum, each) => sum + each.at, 0) / n;
  const ms = offsets.reduce((sum, each) => sum + each.ms, 0) / n;
  const spread = offsets.reduce((sum, each) => sum + (each.at - at) ** 2, 0);
  const product = offsets.reduce((sum, each) => sum + (each.at - at) * (each.ms - ms), 0);
  return (product / spread) * (offsets.at(-1)!.at - offsets[0]!.at);
}

/**
 * Median, 95th percentile and maximum of the sizes of offsets, and their drift.
 * @param windows offsets of passages of several beats
 * @param beats offsets of single beats; null where windows alone could be measured, whose means hide the worst beats
 */
export function figuresOf(windows: readonly Offset[], beats: readonly Offset[] | null): BeatOffsets {
  const sizes = (beats ?? windows).map(({ ms }) => Math.abs(ms)).sort((a, b) => a - b);
  const at = (share: number) => rounded(sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))]!);
  const drift = driftOf(windows);
  return {
    beat_offset_ms: { median: at(0.5), p95: beats && at(0.95), max: beats && at(1) },
    drift_ms: drift === null ? null : rounded(drift),
    beat_offset_reason: null,
  };
}

const curvesOf = ({ attacks }: OverlapFigures): AttackCurves => ({
  values: Float32Array.from(attacks),
  bands: ATTACK_BANDS,
  frames: attacks.length / ATTACK_BANDS,
});

/** By how many samples the rendered beats of a track come later than planned; null when none is audible. */
function renderedLag({ beats }: OverlapFigures, planned: readonly number[]): number | null {
  const lags = beats.flatMap((at, beat) => (at === null ? [] : [at - planned[beat]!]));
  return lags.length > 0 ? median(lags) : null;
}

const toMs = (offsets: readonly AttackOffset[], lag: number, sampleRate: number): readonly Offset[] =>
  offsets.map(({ at, rows }) => ({
    at: (at * ATTACK_STEP) / sampleRate,
    ms: ((rows * ATTACK_STEP + lag) / sampleRate) * 1000,
  }));

/** Measures one transition from what was measured of both tracks. */
export function beatOffsetsOf(
  placed: PlacedTransition,
  leaving: OverlapFigures | null,
  entering: OverlapFigures | null,
  sampleRate: number,
): BeatOffsets {
  const { plan, start } = placed;
  if (plan.bars === 0 || plan.echo) return without(APART);
  if (!plan.isLocked || !leaving || !entering) return without(NOT_LOCKED);
  const planned = Array.from({ length: plan.bars * plan.beatsPerBar + 1 }, (_, beat) =>
    positionOfBar(placed, beat / plan.beatsPerBar, sampleRate),
  );
  const [before, after] = [renderedLag(leaving, planned), renderedLag(entering, planned)];
  if (before === null || after === null) return without('One of the tracks is not audible in the overlap.');
  const curves = [curvesOf(leaving), curvesOf(entering)] as const;
  const beatRows = planned.map((at) => (at - start) / ATTACK_STEP);
  const alignment = alignAttacks(...curves, beatRows);
  if ('reason' in alignment) return without(alignment.reason);
  const beats = beatLags(...curves, beatRows, alignment.offsets);
  const lag = after - before;
  return figuresOf(toMs(alignment.offsets, lag, sampleRate), beats && toMs(beats, lag, sampleRate));
}
