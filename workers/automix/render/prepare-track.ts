// Prepares one track of a set: decoded, its parts at their gains, stretched along the set's timeline, on disk.
import { createHash } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BandSplitter } from '@/audio/automix/analyse/band-splitter';
import { barGridOf } from '@/audio/automix/analyse/bar-grid';
import { beatClockOf } from '@/audio/automix/analyse/beat-clock';
import { type PartCurves, partCurvesOf, type TrackTransitions } from '@/audio/automix/render/part-curves';
import { LEAD_SECONDS, type PlacedTrack } from '@/audio/automix/render/set-timeline';
import type { PlanStem, SetPlan } from '@/audio/automix/types';
import { createRealFft } from '@/audio/fft';
import type { TrackAnalysis } from '@/audio/track/types';
import { VOICE_FRAME } from '@/audio/track/voice';
import { type FrameFileInfo, FrameReader } from '../../stretching/frame-file';
import { decodeRange } from './decode-range';
import { joinPieces } from './joint';
import { measureOverlap } from './overlap-meter';
import { PartShaper } from './part-shaper';
import { type PreparedTrack, readPrepared } from './prepared-track';
import { SetTrackWriter } from './set-track-writer';
import { PieceMaker } from './track-pieces';
import type { TrackSource } from './track-source';

/** Changes whenever the same settings would give other audio, or other measurements of it. */
const VERSION = 5;
/** The audio around what is played that the band filters and the stretcher need. */
const CONTEXT_SECONDS = 1;

export interface PrepareInput {
  readonly track: TrackSource;
  readonly placed: PlacedTrack;
  readonly transitions: TrackTransitions;
  readonly crossovers: SetPlan['crossovers'];
  readonly analysis: TrackAnalysis;
}

export interface PrepareOptions {
  /** The cache of prepared tracks; existing ones are reused. */
  readonly dir: string;
  readonly signal?: AbortSignal;
  /** Receives the share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** The shares of the time that decoding and playing take; measuring takes the rest. */
const [DECODING_SHARE, PLAYING_SHARE] = [0.1, 0.8];

/** The loudness of what is played may stray from that of the whole track by this much before it is left alone. */
const MAX_CORRECTION_DB = 3;

function cacheKey(input: PrepareInput, curves: PartCurves): string {
  const { track, placed, crossovers, analysis } = input;
  const { map, plan, soloStart, soloEnd } = placed;
  const { contentId, stems } = track;
  const audible = { contentId, hasStems: stems !== undefined, map, plan, soloStart, soloEnd };
  const { sampleRate, loudness, beats } = analysis;
  const settings = { VERSION, ...audible, curves, crossovers, sampleRate, loudness, beats };
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}

async function openSources(input: PrepareInput, curves: PartCurves, dir: string, signal?: AbortSignal) {
  const { track, placed } = input;
  const { sampleRate } = input.analysis;
  const context = Math.round(CONTEXT_SECONDS * sampleRate);
  const [first, last] = [placed.map[0]!.source, placed.map.at(-1)!.source];
  const range = { from: first - context, to: last + context };
  const decode = async (name: string, source: Parameters<typeof decodeRange>[0]) =>
    FrameReader.open(await decodeRange(source, range, path.join(dir, `${name}.f32`), sampleRate, signal));
  const mix = await decode('mix', { files: { audio: track.path }, scale: 1 });
  const stems: Partial<Record<PlanStem, FrameReader>> = {};
  if (track.stems && Object.keys(curves.stems).length > 0) {
    for (const [stem, source] of Object.entries(track.stems)) {
      stems[stem as PlanStem] = await decode(stem, source);
    }
  }
  return { mix, stems };
}

/** The gain that brings what is played to the loudness that the plan wants of the track. */
function levelOf({ placed, analysis }: PrepareInput, playedLufs: number): number {
  const correction = analysis.loudness.integratedLufs - playedLufs;
  const { gainDb } = placed.plan;
  return Math.abs(correction) <= MAX_CORRECTION_DB ? gainDb + correction : gainDb;
}

/** The inputs and processing stages that stay open while a track is rendered and measured. */
interface Workbench {
  readonly shaper: PartShaper;
  readonly original: FrameReader;
  readonly dir: string;
}

/**
 * Reports increasing shares of the range from `start` to `end` of the set: rendered audio is still being
 * written.
 */
function reachOf(start: number, end: number, onProgress?: (share: number) => void) {
  let reached = 0;
  return (position: number): void => {
    reached = Math.max(reached, Math.min(1, (position - start) / Math.max(1, end - start)));
    onProgress?.(DECODING_SHARE + PLAYING_SHARE * reached);
  };
}

/** Renders the track with its processing. */
async function play(input: PrepareInput, curves: PartCurves, bench: Workbench, options: PrepareOptions) {
  const { signal } = options;
  const { placed, analysis } = input;
  const { map, plan, soloStart, soloEnd } = placed;
  const { sampleRate } = analysis;
  const [start, end] = [map[0]!.target, map.at(-1)!.target];
  const onReached = reachOf(start, end, options.onProgress);
  const writer = await SetTrackWriter.open(path.join(bench.dir, 'played.f32'), {
    start,
    end,
    lead: Math.round(LEAD_SECONDS * sampleRate),
    full: curves.full,
    soloStart,
    soloEnd,
    sampleRate,
  });
  try {
    const way = { map, semitones: plan.semitones, sampleRate, dir: bench.dir, signal, onReached };
    for await (const block of joinPieces(new PieceMaker(bench.shaper, way).pieces())) {
      signal?.throwIfAborted();
      await writer.write(block);
      onReached(writer.position);
    }
  } finally {
    await writer.close();
  }
  return writer.result();
}

/** Measures both overlaps of a track that has been written. */
async function measure(input: PrepareInput, bench: Workbench, audio: FrameFileInfo) {
  const { analysis, placed, transitions } = input;
  const { entry, exit } = transitions;
  const played = await FrameReader.open(audio);
  const fft = await createRealFft(VOICE_FRAME);
  try {
    const clock = beatClockOf(analysis, barGridOf(analysis));
    const { map, plan } = placed;
    const { semitones } = plan;
    const track = { ...bench, map, clock, played, semitones, sampleRate: analysis.sampleRate };
    return {
      entry: entry ? await measureOverlap(track, entry, 'to', fft) : null,
      exit: exit ? await measureOverlap(track, exit, 'from', fft) : null,
    };
  } finally {
    fft.dispose();
    await played.close();
  }
}

/** @param dir a folder for this track alone */
async function render(input: PrepareInput, curves: PartCurves, dir: string, options: PrepareOptions) {
  const { crossovers, analysis } = input;
  const sources = await openSources(input, curves, dir, options.signal);
  const splitter = await BandSplitter.create([crossovers.lowHz, crossovers.highHz], analysis.sampleRate);
  try {
    const bench = { shaper: new PartShaper(sources, curves, splitter), original: sources.mix, dir };
    const { audio, playedLufs } = await play(input, curves, bench, options);
    return { audio, playedLufs, ...(await measure(input, bench, audio)) };
  } finally {
    splitter.dispose();
    for (const reader of [sources.mix, ...Object.values(sources.stems)]) await reader.close();
  }
}

/**
 * Prepares a track as it will sound in the set, but for the set's limiter: beats on the set's timeline,
 * transposed, with the gain curves of both its transitions, faded at its ends. Memory does not grow with its
 * length.
 * @returns where it lies; equal input returns the existing file
 * @throws UnusableAudioError or MediaToolError with a message, the signal's reason when it is aborted
 */
export async function prepareTrack(input: PrepareInput, options: PrepareOptions): Promise<PreparedTrack> {
  const { dir } = options;
  const curves = partCurvesOf(input.placed.map, input.transitions, input.analysis.sampleRate);
  const key = cacheKey(input, curves);
  const description = path.join(dir, `${key}.json`);
  const cached = await readPrepared(description);
  if (cached) return { ...cached, id: input.track.id };
  const work = await mkdtemp(path.join(dir, 'prepare-'));
  try {
    const { audio, playedLufs, entry, exit } = await render(input, curves, work, options);
    const prepared: PreparedTrack = {
      id: input.track.id,
      audio: { ...audio, path: path.join(dir, `${key}.f32`) },
      gainDb: levelOf(input, playedLufs),
      playedLufs: Number.isFinite(playedLufs) ? playedLufs : null,
      entry,
      exit,
    };
    await rename(audio.path, prepared.audio.path);
    // The description comes last: once it is there, the audio is whole.
    await writeFile(path.join(work, 'description.json'), JSON.stringify(prepared));
    await rename(path.join(work, 'description.json'), description);
    return prepared;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
