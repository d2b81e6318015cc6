// The report of a set: every track and transition, measured from the rendered audio.

import { endingKey, keyDistance, knownKey, startingKey, transposed } from '@/audio/automix/analyse/harmony';
import type { SetTimeline } from '@/audio/automix/render/set-timeline';
import type { SetTrack } from '@/audio/automix/types';
import { camelotOf } from '@/audio/track/key';
import type { Key } from '@/audio/track/types';
import type { PreparedTrack } from '../render/prepared-track';
import { bassOverlapBars } from './bass-meter';
import {
  type BeatOffsets,
  beatOffsetsOf,
  isUnmeasured,
  misalignmentOf,
  singleMisalignmentOf,
} from './beat-offsets';
import { type SetFigures, shortTermJump } from './set-meter';
import { vocalOverlapBars } from './vocal-overlap';

export interface TrackReport {
  readonly file: string;
  readonly start_s: number;
  /** Its own tempo; null when it has none. */
  readonly bpm: number | null;
  /** Camelot name of its own key; null when no notes sound, or none that make a key. */
  readonly key: string | null;
  /** Tempo at which it plays alone, as a share of its own. */
  readonly tempo_ratio: number;
  readonly pitch_semitones: number;
}

export interface TransitionReport extends BeatOffsets {
  readonly from: string;
  readonly to: string;
  readonly start_s: number;
  readonly end_s: number;
  readonly bars: number;
  readonly bass_overlap_bars: number;
  /** Null without the vocal stems of both. */
  readonly vocal_overlap_bars: number | null;
  readonly short_term_jump_lu: number;
  /** Steps on the Camelot wheel; null where one of the two has no key that is known. */
  readonly key_distance: number | null;
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
  /** Notes on the set, from its plan and from the measurements. */
  readonly notes: readonly string[];
}

export interface ReportInput {
  readonly timeline: SetTimeline;
  /** Tracks and prepared tracks in the order of the set. */
  readonly tracks: readonly SetTrack[];
  /** The notes of the plan. */
  readonly notes: readonly string[];
  readonly prepared: readonly PreparedTrack[];
  readonly figures: SetFigures;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const finite = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? rounded(value, digits) : null;

const played = (key: Key | null, semitones: number): Key | null => key && transposed(key, semitones);

async function transitionReport(input: ReportInput, index: number): Promise<TransitionReport> {
  const { timeline, tracks, prepared, figures } = input;
  const { sampleRate } = timeline;
  const placed = timeline.transitions[index]!;
  const { plan, start, end } = placed;
  const [from, to] = [prepared[index]!, prepared[index + 1]!];
  const leaving = { track: tracks[index]!, measured: from.exit };
  const entering = { track: tracks[index + 1]!, measured: to.entry };
  const keyFrom = played(endingKey(leaving.track.analysis), timeline.tracks[index]!.plan.semitones);
  const keyTo = played(startingKey(entering.track.analysis), timeline.tracks[index + 1]!.plan.semitones);
  const jumps = [start, end].map((at) => shortTermJump(figures.steps, at / sampleRate));
  return {
    from: leaving.track.name,
    to: entering.track.name,
    start_s: rounded(start / sampleRate, 6),
    end_s: rounded(end / sampleRate, 6),
    bars: plan.bars,
    ...beatOffsetsOf(placed, from.exit, to.entry, sampleRate),
    bass_overlap_bars: rounded(await bassOverlapBars(placed, from, to, sampleRate), 2),
    vocal_overlap_bars: vocalOverlapBars(plan, leaving, entering),
    short_term_jump_lu: rounded(Math.max(...jumps), 2),
    key_distance: keyFrom && keyTo && keyDistance(keyFrom, keyTo),
    template: plan.template,
    why: plan.why,
  };
}

function trackReport({ timeline, tracks }: ReportInput, index: number): TrackReport {
  const { name, analysis } = tracks[index]!;
  const { plan } = timeline.tracks[index]!;
  const start = index === 0 ? 0 : timeline.transitions[index - 1]!.start;
  const { tempo } = analysis;
  const key = knownKey(analysis.key);
  return {
    file: name,
    start_s: rounded(start / timeline.sampleRate, 6),
    bpm: tempo && rounded(tempo.bpm, 4),
    key: key && camelotOf(key),
    tempo_ratio: tempo ? rounded(plan.bpm / tempo.bpm, 6) : 1,
    pitch_semitones: plan.semitones,
  };
}

const UNMEASURED = { unrelated: 'have nothing in common', unknown: 'cannot be compared' } as const;

/** A warning on how the beats agree; null where they were measured together, or need not be. */
function warningOn(transition: TransitionReport): string | null {
  const misalignment = misalignmentOf(transition);
  const { from, to } = transition;
  if (misalignment !== null) {
    const how = typeof misalignment === 'number' ? `lie ${misalignment} ms apart` : UNMEASURED[misalignment];
    return `The beats of "${from}" and "${to}" ${how} where they overlap.`;
  }
  const single = singleMisalignmentOf(transition);
  if (single !== null)
    return `Single beats of "${from}" and "${to}" lie up to ${single} ms apart where they overlap.`;
  if (!isUnmeasured(transition)) return null;
  return `Whether the beats of "${from}" and "${to}" agree where they overlap was not measured.`;
}

/** A warning for every transition of which beats were measured far apart, or nothing could be measured. */
export const warningsOn = (transitions: readonly TransitionReport[]): string[] =>
  transitions.map(warningOn).filter((warning) => warning !== null);

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
    notes: [...input.notes, ...warningsOn(transitions)],
  };
}
