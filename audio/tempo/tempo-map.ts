// The tempo map of a song: where its tempo and metre change, from its measured beats or from one steady tempo.
import { isTempoKnown } from '@/contract/mix-controls';
import type { SongTiming } from '@/contract/song-timing';

/** From here to the next step a song keeps its tempo and its metre. */
export interface TempoStep {
  /** In samples. */
  readonly at: number;
  /** The same place in quarter notes from the beginning; a whole number of sixteenths. */
  readonly quarters: number;
  /** Quarter notes per minute. */
  readonly bpm: number;
  readonly beatsPerBar: number;
  /** What note a beat is: 4 is a quarter. */
  readonly beatUnit: 4 | 16;
}

/** A downbeat so shortly after the beginning, in seconds, is taken as the beginning. */
const AT_ONCE_S = 0.02;
/** By how much the tempo of two bars may differ that are the same, as a share: less than a sample in an hour. */
const SAME_TEMPO = 1e-9;
const SIXTEENTHS = 4;
const BAR_SIXTEENTHS = 16;
const MAX_BEATS = 32;

/** The same song played `tempo` times as fast. */
export function playedAt({ bpm, beats, downbeats }: SongTiming, tempo: number): SongTiming {
  const moved = (position: number): number => position / tempo;
  return { bpm: bpm * tempo, beats: beats.map(moved), downbeats: downbeats.map(moved) };
}

interface Bar {
  readonly at: number;
  readonly beats: number;
  /** In samples. */
  readonly length: number;
}

/** The bars between the downbeats, each with as many beats as were found in it. */
function barsOf({ beats, downbeats }: SongTiming): Bar[] {
  return downbeats.slice(0, -1).map((at, index) => {
    const length = (downbeats[index + 1] ?? at) - at;
    // A beat that was measured a little before its downbeat belongs to it.
    const slack = length / 16;
    const inside = beats.filter((beat) => beat >= at - slack && beat < at + length - slack).length;
    return { at, length, beats: Math.min(MAX_BEATS, inside || 4) };
  });
}

/** What lies before the first bar, in sixteenths of about the bar's tempo: a part of a bar, then whole ones. */
function leadIn(first: Bar, rate: number): TempoStep[] {
  const sixteenth = first.length / first.beats / SIXTEENTHS;
  const count = Math.max(1, Math.round(first.at / sixteenth));
  const bpm = (60 * rate * count) / SIXTEENTHS / first.at;
  const part = count % BAR_SIXTEENTHS;
  const steps: TempoStep[] = [];
  if (part % SIXTEENTHS === 0 && part > 0)
    steps.push({ at: 0, quarters: 0, bpm, beatsPerBar: part / SIXTEENTHS, beatUnit: 4 });
  else if (part > 0) steps.push({ at: 0, quarters: 0, bpm, beatsPerBar: part, beatUnit: 16 });
  if (count >= BAR_SIXTEENTHS) {
    const at = (first.at * part) / count;
    steps.push({ at, quarters: part / SIXTEENTHS, bpm, beatsPerBar: 4, beatUnit: 4 });
  }
  return steps;
}

/**
 * The steps in order, the first at 0: one for each bar that was found, so that every downbeat lies on the first beat
 * of a bar, or one in 4/4 where only the tempo is known.
 * @param rate of the positions, in Hz
 * @returns null when neither is known
 */
export function tempoMapOf(timing: SongTiming, rate: number): TempoStep[] | null {
  const [first, ...others] = barsOf(timing);
  if (!first)
    return isTempoKnown(timing.bpm)
      ? [{ at: 0, quarters: 0, bpm: timing.bpm, beatsPerBar: 4, beatUnit: 4 }]
      : null;
  const isAtOnce = first.at <= AT_ONCE_S * rate;
  const steps = isAtOnce ? [] : leadIn(first, rate);
  const opening = isAtOnce ? { ...first, at: 0, length: first.length + first.at } : first;
  let quarters = isAtOnce
    ? 0
    : Math.round((steps[0]?.bpm ?? 0) * (first.at / rate / 60) * SIXTEENTHS) / SIXTEENTHS;
  for (const { at, beats, length } of [opening, ...others]) {
    steps.push({ at, quarters, bpm: (60 * rate * beats) / length, beatsPerBar: beats, beatUnit: 4 });
    quarters += beats;
  }
  return steps;
}

function isChange(before: TempoStep | undefined, { bpm, beatsPerBar, beatUnit }: TempoStep): boolean {
  if (before?.beatsPerBar !== beatsPerBar || before.beatUnit !== beatUnit) return true;
  return Math.abs(before.bpm / bpm - 1) > SAME_TEMPO;
}

/** The steps at which something changes: even beats are one step, however many bars they last. */
export const tempoChanges = (map: readonly TempoStep[]): TempoStep[] =>
  map.filter((step, index) => isChange(map[index - 1], step));

/** Where a position lies in quarter notes. */
export function quartersAt(map: readonly TempoStep[], position: number, rate: number): number {
  const step = map.findLast(({ at }) => at <= position) ?? map[0];
  return step ? step.quarters + ((position - step.at) / rate / 60) * step.bpm : 0;
}
