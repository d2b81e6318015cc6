// The report of a set: what every track and transition became, measured from the rendered audio.

import { keyDistance, transposed } from '@/audio/automix/harmony';
import { mixTrackOf } from '@/audio/automix/mix-track';
import type { PlacedTransition, SetTimeline } from '@/audio/automix/set-timeline';
import type { SetTrack } from '@/audio/automix/types';
import { camelotOf } from '@/audio/track/key';
import type { Key } from '@/audio/track/types';
import { bassOverlapBars } from './bass-meter';
import type { PreparedTrack } from './prepared-track';
import { type SetFigures, shortTermJump } from './set-meter';

export interface TrackReport {
  readonly file: string;
  readonly start_s: number;
  /** Its own tempo; null when it has none. */
  readonly bpm: number | null;
  /** Camelot name of its own key; null when no notes sound. */
  readonly key: string | null;
  /** Tempo at which it plays alone, as a share of its own. */
  readonly tempo_ratio: number;
  readonly pitch_semitones: number;
}

export interface TransitionReport {
  readonly from: string;
  readonly to: string;
  readonly start_s: number;
  readonly end_s: number;
  readonly bars: number;
  /** How far beats of both tracks lie apart; null where no two beats are heard together. */
  readonly beat_offset_ms: { readonly median: number; readonly p95: number; readonly max: number } | null;
  /** By how much they part from the start of the overlap to its end. */
  readonly drift_ms: number | null;
  readonly bass_overlap_bars: number;
  readonly vocal_overlap_bars: number;
  readonly short_term_jump_lu: number;
  readonly key_distance: number;
  readonly template: string;
  readonly why: string;
}

export interface SetReport {
  readonly tracks: readonly TrackReport[];
  readonly transitions: readonly TransitionReport[];
  /** Null for silence. */
  readonly loudness: {
    readonly integrated_lufs: number | null;
    readonly lra_lu: number | null;
    readonly true_peak_dbtp: number | null;
  };
}

export interface ReportInput {
  readonly timeline: SetTimeline;
  /** Tracks and prepared tracks in the order of the set. */
  readonly tracks: readonly SetTrack[];
  readonly prepared: readonly PreparedTrack[];
  readonly figures: SetFigures;
}

/** A voice that curves have turned down by more is not in the way of another. */
const AUDIBLE_VOICE = 10 ** (-15 / 10);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const finite = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? rounded(value, digits) : null;

/** Distances in ms between beats of both tracks that are heard together, and how they move over the overlap. */
export function beatFigures(
  leaving: readonly (number | null)[],
  entering: readonly (number | null)[],
  sampleRate: number,
) {
  const offsets = leaving.flatMap((at, beat) => {
    const other = entering[beat] ?? null;
    return at === null || other === null ? [] : [{ beat, ms: ((other - at) / sampleRate) * 1000 }];
  });
  if (offsets.length === 0) return { beat_offset_ms: null, drift_ms: null };
  const sizes = offsets.map(({ ms }) => Math.abs(ms)).sort((a, b) => a - b);
  const at = (share: number) =>
    rounded(sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))]!, 2);
  return {
    beat_offset_ms: { median: at(0.5), p95: at(0.95), max: at(1) },
    drift_ms: rounded(driftOf(offsets), 2),
  };
}

/** The rise of the line that fits best through the offsets, from the first beat to the last. */
function driftOf(offsets: readonly { readonly beat: number; readonly ms: number }[]): number {
  const n = offsets.length;
  const beat = offsets.reduce((sum, each) => sum + each.beat, 0) / n;
  const ms = offsets.reduce((sum, each) => sum + each.ms, 0) / n;
  const spread = offsets.reduce((sum, each) => sum + (each.beat - beat) ** 2, 0);
  if (spread === 0) return 0;
  const product = offsets.reduce((sum, each) => sum + (each.beat - beat) * (each.ms - ms), 0);
  return (product / spread) * (offsets.at(-1)!.beat - offsets[0]!.beat);
}

/** Bars of the overlap in which both tracks are sung and both voices are left standing by their curves. */
function vocalOverlapBars(placed: PlacedTransition, pair: Pair): number {
  const { outBar, inBar, bars, beatRatio } = placed.plan;
  const [leaving, entering] = [pair.tracks[0], pair.tracks[1]].map((track) =>
    mixTrackOf(track, { useStems: true }),
  );
  let both = 0;
  for (let bar = 0; bar < bars; bar++) {
    const isLeaving = leaving!.isSungAt(outBar + bar) && (pair.leaving?.voice[bar] ?? 0) > AUDIBLE_VOICE;
    const sungBar = inBar + Math.floor(bar * beatRatio);
    const isEntering = entering!.isSungAt(sungBar) && (pair.entering?.voice[bar] ?? 0) > AUDIBLE_VOICE;
    if (isLeaving && isEntering) both++;
  }
  return both;
}

interface Pair {
  readonly tracks: readonly [SetTrack, SetTrack];
  readonly leaving: PreparedTrack['exit'];
  readonly entering: PreparedTrack['entry'];
}

const played = (key: Key | null, semitones: number): Key | null => key && transposed(key, semitones);

async function transitionReport(input: ReportInput, index: number): Promise<TransitionReport> {
  const { timeline, tracks, prepared, figures } = input;
  const { sampleRate } = timeline;
  const placed = timeline.transitions[index]!;
  const { plan, start, end } = placed;
  const [from, to] = [prepared[index]!, prepared[index + 1]!];
  const pair: Pair = {
    tracks: [tracks[index]!, tracks[index + 1]!],
    ...{ leaving: from.exit, entering: to.entry },
  };
  const [keyFrom, keyTo] = [
    played(pair.tracks[0].analysis.keyEnd, timeline.tracks[index]!.plan.semitones),
    played(pair.tracks[1].analysis.keyStart, timeline.tracks[index + 1]!.plan.semitones),
  ];
  const jumps = [start, end].map((at) => shortTermJump(figures.steps, at / sampleRate));
  return {
    ...{ from: pair.tracks[0].name, to: pair.tracks[1].name },
    ...{ start_s: rounded(start / sampleRate, 6), end_s: rounded(end / sampleRate, 6), bars: plan.bars },
    ...beatFigures(from.exit?.beats ?? [], to.entry?.beats ?? [], sampleRate),
    bass_overlap_bars: rounded(await bassOverlapBars(placed, from, to, sampleRate), 2),
    vocal_overlap_bars: vocalOverlapBars(placed, pair),
    short_term_jump_lu: rounded(Math.max(...jumps), 2),
    key_distance: keyDistance(keyFrom, keyTo),
    ...{ template: plan.template, why: plan.why },
  };
}

function trackReport({ timeline, tracks }: ReportInput, index: number): TrackReport {
  const { name, analysis } = tracks[index]!;
  const { plan } = timeline.tracks[index]!;
  const start = index === 0 ? 0 : timeline.transitions[index - 1]!.start;
  const { tempo, key } = analysis;
  return {
    ...{ file: name, start_s: rounded(start / timeline.sampleRate, 6), bpm: tempo && rounded(tempo.bpm, 4) },
    key: key && camelotOf(key),
    tempo_ratio: tempo ? rounded(plan.bpm / tempo.bpm, 6) : 1,
    pitch_semitones: plan.semitones,
  };
}

/** Writes the report of a set that has been rendered and measured. */
export async function reportOf(input: ReportInput): Promise<SetReport> {
  const transitions: TransitionReport[] = [];
  for (const index of input.timeline.transitions.keys())
    transitions.push(await transitionReport(input, index));
  const { integratedLufs, rangeLu, truePeakDbtp } = input.figures.loudness;
  return {
    tracks: input.tracks.map((_, index) => trackReport(input, index)),
    transitions,
    loudness: {
      integrated_lufs: finite(integratedLufs, 2),
      lra_lu: finite(rangeLu, 2),
      true_peak_dbtp: finite(truePeakDbtp, 2),
    },
  };
}
