// Analyses a track for mixing: tempo and beats, bars and sections, key, activity, loudness and cues.
import { createRealFft, type RealFft } from '../fft';
import { measureLoudness } from '../loudness/loudness-meter';
import { foldDown } from '../stereo/fold-down';
import { SAMPLE_RATE, type Samples, samples, secondsToSamples } from '../units';
import { estimateBass, estimateVoice, stemActivity } from './activity';
import { bandPowers, LEVEL_FRAME, toLogLevels } from './band-levels';
import { type BarTable, gatherBars } from './bar-table';
import { type Bars, findBars } from './bars';
import { type BeatGrid, findBeats } from './beat-grid';
import { placeCues } from './cues';
import { audibleTrack, type Extent, findExtent } from './extent';
import { estimateKey } from './key';
import { attackRate, type OnsetCurves, onsetCurves } from './onsets';
import { PITCH_FRAME, type PitchClasses, readPitchClasses } from './pitch-classes';
import { dividePhrases, findSections } from './sections';
import { gatherSlots, type Slots } from './slots';
import type { TrackAnalysis } from './types';
import { glidingPower, VOICE_FRAME, VOICE_HOP } from './voice';

/** Bars of the passages whose keys are detected separately at the start and the end. */
const EDGE_BARS = 32;
/** A pause within the music lasts no longer than this, or than two bars of four beats and the beginning of a third. */
const LONG_SILENCE_S = 4;
const PAUSE_BEATS = 8.5;

/** Mono stems of the track, where they have been separated: they show activity better than the mix. */
export interface ActivityStems {
  readonly vocals?: Float32Array;
  readonly bass?: Float32Array;
}

/** What the ears of the analysis take from the signal. */
interface SignalAnalysis {
  readonly levels: ReturnType<typeof toLogLevels>;
  readonly onsets: OnsetCurves;
  readonly pitches: PitchClasses;
  readonly gliding: Float32Array;
}

async function withFft<Result>(size: number, use: (fft: RealFft) => Result): Promise<Result> {
  const fft = await createRealFft(size);
  try {
    return use(fft);
  } finally {
    fft.dispose();
  }
}

async function analyseSignal(centre: Float32Array, sampleRate: number): Promise<SignalAnalysis> {
  const levels = await withFft(LEVEL_FRAME, (fft) => toLogLevels(bandPowers(fft, centre, sampleRate)));
  const pitches = await withFft(PITCH_FRAME, (fft) => readPitchClasses(fft, centre, sampleRate));
  const gliding = await withFft(VOICE_FRAME, (fft) => glidingPower(fft, centre, sampleRate));
  return { levels, onsets: onsetCurves(levels, sampleRate), pitches, gliding };
}

interface Metre {
  readonly slots: Slots;
  readonly bars: Bars;
  readonly beats: Float64Array;
}

/** Lays bars over the beats; when they begin between beats, the beats move onto them by half a beat. */
function fitBars(beats: Float64Array, { levels, onsets, pitches }: SignalAnalysis): Metre {
  const slots = gatherSlots(beats, levels, onsets, pitches);
  const bars = findBars(slots);
  if (bars.firstSlot % 2 === 0) return { slots, bars, beats };
  const shifted = slots.starts.filter((_, i) => i % 2 === 1);
  const moved = gatherSlots(shifted, levels, onsets, pitches);
  return { slots: moved, bars: { ...bars, firstSlot: bars.firstSlot - 1 }, beats: shifted };
}

function keysOf({ slots, bars }: Metre, table: BarTable, from: number, to: number) {
  const { firstSlot, barSlots } = table;
  const keyBetween = (first: number, end: number) =>
    estimateKey(slots, {
      fromSlot: firstSlot + first * barSlots,
      toSlot: firstSlot + end * barSlots,
      barSlots,
      barConfidence: bars.confidence,
    });
  return {
    key: keyBetween(from, to),
    keyStart: keyBetween(from, Math.min(to, from + EDGE_BARS)),
    // Whole groups of four bars before the end, so that the passage still begins with a phrase.
    keyEnd: keyBetween(Math.max(from, to - EDGE_BARS - ((to - from) % 4)), to),
  };
}

function structureOf(
  grid: BeatGrid,
  analysis: SignalAnalysis,
  extent: Extent,
  sampleRate: number,
  stems: ActivityStems,
) {
  const metre = fitBars(grid.beats, analysis);
  const { slots, bars, beats } = metre;
  const barSlots = 2 * bars.beatsPerBar;
  const table = gatherBars(slots, bars.firstSlot, barSlots);
  const barSeconds = Array.from(
    { length: table.bars + 1 },
    (_, i) => slots.starts[bars.firstSlot + i * barSlots]!,
  );
  const barStarts = barSeconds.map((at) => secondsToSamples(at, sampleRate));
  // A bar belongs to the music when most of it sounds.
  const half = (bar: number) => (barStarts[bar]! + barStarts[bar + 1]!) / 2;
  let from = 0;
  while (from < table.bars && half(from) < extent.first) from++;
  let to = table.bars;
  while (to > from && half(to - 1) > extent.last) to--;
  const sections = findSections(table, barStarts, from, to);
  const { onsets, levels, gliding } = analysis;
  return {
    beats: Array.from(beats, (beat) => secondsToSamples(beat, sampleRate)),
    downbeats: barStarts.slice(0, table.bars),
    beatsPerBar: bars.beatsPerBar,
    downbeatConfidence: bars.confidence,
    sections,
    phrases: dividePhrases(sections, barStarts),
    energy: Array.from(table.energy),
    vocals: stems.vocals
      ? stemActivity(stems.vocals, sampleRate, barSeconds)
      : estimateVoice(gliding, sampleRate / VOICE_HOP, barSeconds),
    bass: stems.bass
      ? stemActivity(stems.bass, sampleRate, barSeconds)
      : estimateBass(levels, onsets.framesPerSecond, barSeconds),
    ...keysOf(metre, table, from, to),
  };
}

/** The structure of a track without beats. Its key is still detected. */
function beatlessStructure({ pitches, levels, onsets }: SignalAnalysis, seconds: number) {
  const slots = gatherSlots(Float64Array.of(0, seconds), levels, onsets, pitches);
  const key = estimateKey(slots, { fromSlot: 0, toSlot: slots.count, barSlots: 1, barConfidence: 0 });
  const none: readonly never[] = [];
  return {
    beats: none,
    downbeats: none,
    beatsPerBar: 4 as const,
    downbeatConfidence: 0,
    sections: none,
    phrases: none,
    energy: none,
    vocals: none,
    bass: none,
    key,
    keyStart: key,
    keyEnd: key,
  };
}

/** The silence, in samples, that ends a piece of music: longer than four seconds, and than two bars of its own. */
function longSilence(grid: BeatGrid | null, sampleRate: number): number {
  const bars = grid ? (PAUSE_BEATS * 60) / grid.tempo.bpm : 0;
  return secondsToSamples(Math.max(LONG_SILENCE_S, bars), sampleRate);
}

/**
 * Analyses a whole track.
 * @param left one channel; a mono track is given twice
 * @param right the other, of the same length
 * @param stems separated stems of the same length, where they exist
 * @throws RangeError when the channels differ in length
 */
export async function analyseTrack(
  left: Float32Array,
  right: Float32Array,
  sampleRate: number = SAMPLE_RATE,
  stems: ActivityStems = {},
): Promise<TrackAnalysis> {
  if (left.length !== right.length) throw new RangeError('Both channels must have the same length.');
  const lengthSamples: Samples = samples(left.length);
  const audible = audibleTrack(left, right);
  const { isSilent } = audible;
  const analysis = await analyseSignal(await foldDown(left, right), sampleRate);
  const grid = isSilent ? null : findBeats(analysis.onsets);
  const extent = findExtent(audible, longSilence(grid, sampleRate));
  const structure = grid
    ? structureOf(grid, analysis, extent, sampleRate, stems)
    : beatlessStructure(analysis, left.length / sampleRate);
  return {
    sampleRate,
    lengthSamples,
    tempo: grid?.tempo ?? null,
    ...structure,
    tuning: analysis.pitches.tuning,
    loudness: measureLoudness(left, right, sampleRate),
    cues: placeCues(extent, structure.sections),
    attacksPerSecond: isSilent ? 0 : attackRate(analysis.onsets),
    leftOut: extent.leftOut,
  };
}
