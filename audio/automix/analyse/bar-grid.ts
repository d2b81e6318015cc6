// The bars of a track for planning and rendering: its downbeats, or even bars where nothing repeats.
import type { TrackAnalysis } from '../../track/types';
import { type Samples, secondsToSamples } from '../../units';

/** The tempo of the even bars that are laid over a track without beats. */
export const NOMINAL_BPM = 120;
const NOMINAL_BEATS_PER_BAR = 4;
/** Fewer bars than this are no grid to mix on. */
const MIN_BARS = 2;

export interface BarGrid {
  /** Where each bar begins, and where the last one ends: one more entry than there are bars. */
  readonly starts: readonly Samples[];
  readonly bars: number;
  readonly beatsPerBar: 3 | 4;
  /** Median beats per minute of the track itself, NOMINAL_BPM when it has no beat. */
  readonly bpm: number;
  /** Whether the track has no beat of its own: it is never stretched, and nothing locks to it. */
  readonly isNominal: boolean;
}

const cueAt = ({ cues }: TrackAnalysis, kind: 'first-sound' | 'last-sound'): Samples | undefined =>
  cues.find((cue) => cue.kind === kind)?.at;

/** Even bars from the first sound to the last; the last one is as long as the sound is. */
function nominalGrid(analysis: TrackAnalysis): BarGrid {
  const bar = secondsToSamples((NOMINAL_BEATS_PER_BAR * 60) / NOMINAL_BPM, analysis.sampleRate);
  const first = cueAt(analysis, 'first-sound') ?? 0;
  const last = cueAt(analysis, 'last-sound') ?? first;
  const bars = Math.ceil((last - first) / bar);
  return {
    starts: Array.from({ length: bars + 1 }, (_, i) => Math.min(first + i * bar, last) as Samples),
    bars,
    beatsPerBar: NOMINAL_BEATS_PER_BAR,
    bpm: NOMINAL_BPM,
    isNominal: true,
  };
}

/** The end of the last bar: a bar as long as the one before, or the end of the track when that comes first. */
function endOfLastBar({ downbeats, lengthSamples }: TrackAnalysis): Samples {
  const [before, last] = [downbeats.at(-2)!, downbeats.at(-1)!];
  return Math.min(lengthSamples, 2 * last - before) as Samples;
}

/** The bars of a track. Silence has none. */
export function barGridOf(analysis: TrackAnalysis): BarGrid {
  const { tempo, downbeats, beatsPerBar } = analysis;
  if (!tempo || downbeats.length < MIN_BARS) return nominalGrid(analysis);
  return {
    starts: [...downbeats, endOfLastBar(analysis)],
    bars: downbeats.length,
    beatsPerBar,
    bpm: tempo.bpm,
    isNominal: false,
  };
}

/** Mean tempo from the start of bar `from` to the start of bar `to`, in beats per minute. */
export function tempoBetween(grid: BarGrid, sampleRate: number, from: number, to: number): number {
  const [start, end] = [grid.starts[from]!, grid.starts[to]!];
  return (60 * sampleRate * (to - from) * grid.beatsPerBar) / (end - start);
}
