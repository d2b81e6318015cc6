// The beat grid of a song: the beats that were found as people corrected them, or a steady grid by its BPM.
import { BEAT_GRID, USUAL_BEATS_PER_BAR } from '@/contract/beat-grid';
import { median } from '@/contract/median';
import { isTempoKnown } from '@/contract/mix-controls';
import type { ValuesOf } from '@/contract/settings';
import type { SongTiming } from '@/contract/song-timing';

/** Positions in samples, in order. */
export type BeatPositions = Pick<SongTiming, 'beats' | 'downbeats'>;

/** What people set. */
export interface GridSettings extends ValuesOf<typeof BEAT_GRID> {
  /** Of the recording; 0 where it is unknown */
  readonly bpm: number;
  /** Even beats in place of those that were found */
  readonly gridIsSteady: boolean;
}

export interface Timeline {
  /** In samples */
  readonly length: number;
  /** In Hz */
  readonly rate: number;
}

const SECONDS_PER_MINUTE = 60;

/**
 * The tempo of most of the song: the median of all distances between beats.
 * @param beats positions in samples at `rate`, in order
 * @returns beats per minute, or null for fewer than two beats
 */
export function beatsPerMinute(beats: readonly number[], rate: number): number | null {
  const usual = median(beats.slice(1).map((beat, i) => beat - (beats[i] ?? beat)));
  return usual === null || usual <= 0 ? null : (SECONDS_PER_MINUTE * rate) / usual;
}

/** Where the beat nearest to `position` stands in the list; -1 in an empty one. */
function nearestIndex(beats: readonly number[], position: number): number {
  let [low, high] = [0, beats.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((beats[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const [before, after] = [beats[low], beats[low + 1]];
  if (before === undefined) return -1;
  return after !== undefined && after - position < position - before ? low + 1 : low;
}

/** How many beats most of the bars have that were found. */
function beatsPerFoundBar({ beats, downbeats }: BeatPositions): number {
  const indices = downbeats.map((at) => nearestIndex(beats, at));
  const counts = indices.slice(1).map((index, i) => index - (indices[i] ?? index));
  const most = BEAT_GRID.gridBeatsPerBar.max;
  return Math.min(most, Math.max(1, median(counts) ?? USUAL_BEATS_PER_BAR));
}

/** Every `count`th beat is a downbeat, number `anchor` among them. */
function withBars(beats: readonly number[], anchor: number, count: number): BeatPositions {
  return { beats, downbeats: beats.filter((_, index) => (index - anchor) % count === 0) };
}

/** `2 ** doublings` beats in place of each, or one in place of as many; those at the downbeats stay. */
function withDensity(found: BeatPositions, doublings: number): readonly number[] {
  const { beats, downbeats } = found;
  if (doublings < 0) {
    const step = 2 ** -doublings;
    const phase = nearestIndex(beats, downbeats[0] ?? beats[0] ?? 0) % step;
    return beats.filter((_, index) => index % step === phase);
  }
  const parts = 2 ** doublings;
  return beats.flatMap((beat, index) => {
    const next = beats[index + 1];
    if (next === undefined) return beat;
    return Array.from({ length: parts }, (_, part) => beat + ((next - beat) * part) / parts);
  });
}

/** The beats that were found, at another density and with other bars. */
function correctedBars(found: BeatPositions, settings: GridSettings): BeatPositions {
  const { gridDoublings, gridFirstBeat, gridBeatsPerBar } = settings;
  const beats = withDensity(found, gridDoublings);
  const indices = found.downbeats.map((at) => nearestIndex(beats, at) + gridFirstBeat);
  if (gridDoublings !== 0 || gridBeatsPerBar !== 0) {
    return withBars(beats, indices[0] ?? gridFirstBeat, gridBeatsPerBar || beatsPerFoundBar(found));
  }
  const before = (indices[0] ?? 0) - beatsPerFoundBar(found);
  const all = gridFirstBeat > 0 && before >= 0 ? [before].concat(indices) : indices;
  return { beats, downbeats: all.flatMap((index) => beats[index] ?? []) };
}

/** Even beats over the whole timeline, from where the first bar was found. */
function steadyGrid(found: BeatPositions, settings: GridSettings, { length, rate }: Timeline): BeatPositions {
  const bpm = isTempoKnown(settings.bpm) ? settings.bpm : beatsPerMinute(found.beats, rate);
  if (bpm === null) return { beats: [], downbeats: [] };
  const distance = (SECONDS_PER_MINUTE * rate) / bpm;
  const from = found.downbeats[0] ?? found.beats[0] ?? 0;
  const anchor = from + (settings.gridShiftMs / 1_000) * rate + settings.gridFirstBeat * distance;
  // Rounding must not put a beat at 0 before the beginning.
  const before = Math.floor(anchor / distance + 1e-9);
  const first = anchor - before * distance;
  const count = Math.max(0, Math.ceil((length - first) / distance));
  const beats = Array.from({ length: count }, (_, index) => Math.max(0, first + index * distance));
  return withBars(beats, before, settings.gridBeatsPerBar || beatsPerFoundBar(found));
}

/** Whether nothing was changed about what was found. */
const isNeutral = ({ gridShiftMs, gridDoublings, gridFirstBeat, gridBeatsPerBar }: GridSettings): boolean =>
  gridShiftMs === 0 && gridDoublings === 0 && gridFirstBeat === 0 && gridBeatsPerBar === 0;

/**
 * The beats and downbeats of a song, in samples and in order, each within the timeline. Without any that were found,
 * a steady grid by the BPM; none where that is unknown as well.
 * @param found by the analysis, at the rate of the timeline
 */
export function beatGridOf(found: BeatPositions, settings: GridSettings, timeline: Timeline): BeatPositions {
  if (settings.gridIsSteady || found.beats.length < 2) return steadyGrid(found, settings, timeline);
  if (isNeutral(settings)) return found;
  const { length, rate } = timeline;
  const { beats, downbeats } = correctedBars(found, settings);
  const shift = (settings.gridShiftMs / 1_000) * rate;
  const moved = (positions: readonly number[]) =>
    positions.map((at) => at + shift).filter((at) => at >= 0 && at < length);
  return { beats: moved(beats), downbeats: moved(downbeats) };
}

/**
 * The settings by which the downbeat nearest to `position` lies exactly there: another beat begins the bars, and the
 * grid is shifted by what is left.
 * @param position in samples
 * @returns null without a grid
 */
export function withDownbeatAt(
  found: BeatPositions,
  settings: GridSettings,
  timeline: Timeline,
  position: number,
): Pick<GridSettings, 'gridFirstBeat' | 'gridShiftMs'> | null {
  const { beats, downbeats } = beatGridOf(found, settings, timeline);
  const index = nearestIndex(beats, position);
  const beat = beats[index];
  const bar = downbeats[nearestIndex(downbeats, position)];
  if (beat === undefined || bar === undefined) return null;
  const count = settings.gridBeatsPerBar || beatsPerFoundBar(found);
  const turned = settings.gridFirstBeat + index - nearestIndex(beats, bar);
  const gridFirstBeat = ((turned % count) + count) % count;
  const shiftMs = settings.gridShiftMs + ((position - beat) / timeline.rate) * 1_000;
  return { gridFirstBeat, gridShiftMs: shiftMs };
}
