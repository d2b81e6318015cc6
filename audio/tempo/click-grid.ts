// Where a metronome clicks: on the beats that were found, and steadily behind the last of them for as long as it takes.
import type { SongTiming } from '@/contract/song-timing';
import { type Click, clicksOf } from './click-track';
import { tempoMapOf } from './tempo-map';

/** Clicks are counted from 0: first those that were found, then steady ones without end. Positions are in samples. */
export interface ClickGrid {
  /** Those that were found, in order. */
  readonly found: readonly Click[];
  /** Where the first steady one lies. */
  readonly from: number;
  /** From one steady click to the next; a fraction. */
  readonly beat: number;
  readonly beatsPerBar: number;
  /** Which beat of its bar the first steady one is, from 0. */
  readonly phase: number;
}

/**
 * The clicks of a song, and on behind its end.
 * @param rate of the positions, in Hz
 * @returns null where neither beats nor a tempo are known
 */
export function clickGridOf(timing: SongTiming, rate: number): ClickGrid | null {
  const step = tempoMapOf(timing, rate)?.at(-1);
  if (!step) return null;
  const beat = (60 * rate) / step.bpm;
  const steady = { beat, beatsPerBar: step.beatsPerBar };
  const isFound = timing.downbeats.length >= 2 && timing.beats.length >= 2;
  if (!isFound) return { ...steady, found: [], from: 0, phase: 0 };
  const found = clicksOf(timing, Number.POSITIVE_INFINITY, rate).map(({ at, isAccent }) => ({
    at: Math.round(at),
    isAccent,
  }));
  const from = (timing.beats.at(-1) ?? 0) + beat;
  const sinceBar = Math.round((from - (timing.downbeats.at(-1) ?? 0)) / beat);
  return { ...steady, found, from, phase: modulo(sinceBar, step.beatsPerBar) };
}

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;

/** Where a click lies, in whole samples. */
export function clickPosition({ found, from, beat }: ClickGrid, index: number): number {
  return index < found.length ? found[index]!.at : Math.round(from + (index - found.length) * beat);
}

/** Whether it is the first of a bar. */
export function isClickAccent({ found, phase, beatsPerBar }: ClickGrid, index: number): boolean {
  if (index < found.length) return found[index]!.isAccent;
  return modulo(index - found.length + phase, beatsPerBar) === 0;
}

/** The first click at or after a position. It allocates nothing: the audio thread asks in every block. */
export function clickAtOrAfter(grid: ClickGrid, position: number): number {
  const { found, from, beat } = grid;
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[middle]!.at < position) low = middle + 1;
    else high = middle;
  }
  if (low < found.length) return low;
  let index = found.length + Math.max(0, Math.floor((position - from) / beat));
  while (clickPosition(grid, index) < position) index++;
  return index;
}

/** The bar that a click belongs to. */
interface Bar {
  readonly beats: number;
  /** From one beat to the next, in samples */
  readonly beat: number;
  /** Which beat of it the click is, from 0 */
  readonly phase: number;
}

function barAround(grid: ClickGrid, index: number): Bar {
  const { found, beat, beatsPerBar, phase } = grid;
  if (index >= found.length) {
    return { beats: beatsPerBar, beat, phase: modulo(index - found.length + phase, beatsPerBar) };
  }
  const isAccent = (_: Click, i: number) => isClickAccent(grid, i);
  const first = found.slice(0, index + 1).findLastIndex(isAccent);
  const next = found.findIndex((each, i) => i > Math.max(first, index) && isAccent(each, i));
  if (next < 0) return { beats: beatsPerBar, beat, phase: modulo(index - Math.max(0, first), beatsPerBar) };
  // What lies before the first bar is counted as beats of that one.
  const after = found.findIndex((each, i) => i > next && isAccent(each, i));
  const [start, end] = first >= 0 || after < 0 ? [Math.max(0, first), next] : [next, after];
  const beats = end - start;
  const length = clickPosition(grid, end) - clickPosition(grid, start);
  return { beats, beat: length / beats, phase: modulo(index - start, beats) };
}

export interface CountIn {
  /** In samples from the first moment of the count-in; whole ones, in order */
  readonly clicks: readonly Click[];
  /** Until the counted position, in samples */
  readonly length: number;
}

/**
 * What is counted in before a position: whole bars of the tempo there, with clicks that go on in the grid.
 * @param bars 0 or more
 */
export function countInBefore(grid: ClickGrid, position: number, bars: number): CountIn {
  const index = clickAtOrAfter(grid, position);
  const { beats, beat, phase } = barAround(grid, index);
  const length = Math.round(bars * beats * beat);
  const ahead = clickPosition(grid, index) - position;
  // Far before the first beat that was found, it is counted on backwards.
  const skipped = Math.floor(ahead / beat);
  const clicks: Click[] = [];
  for (let k = skipped + 1; ; k++) {
    const at = Math.round(length + ahead - k * beat);
    if (at < 0) return { clicks: clicks.reverse(), length };
    if (at < length) clicks.push({ at, isAccent: modulo(phase - k, beats) === 0 });
  }
}

/** Where no tempo is known, a count-in is counted in seconds, with two clicks each. */
export function countInSeconds(seconds: number, rate: number): CountIn {
  const clicks = Array.from({ length: seconds * 2 }, (_, i) => ({
    at: Math.round((i * rate) / 2),
    isAccent: i % 2 === 0,
  }));
  return { clicks, length: seconds * rate };
}
