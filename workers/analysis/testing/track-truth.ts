// Compares an analysis with the ground truth of a track by the usual measures, for tests and benchmarks.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { tonicName } from '@/audio/track/key';
import type { Key, TrackAnalysis } from '@/audio/track/types';
import { type Samples, samplesToSeconds } from '@/audio/units';

/** A downbeat is right within this many ms, as in the evaluations of the field. */
const DOWNBEAT_MS = 70;
const FLATS: Readonly<Record<string, string>> = { Db: 'C#', Eb: 'D#', Gb: 'F#', Ab: 'G#', Bb: 'A#' };

const truthSchema = z.object({
  bpm: z.number().positive(),
  key: z.string().optional(),
  beats: z.array(z.number()).default([]),
  downbeats: z.array(z.number()).default([]),
  sections: z.array(z.object({ name: z.string(), time: z.number() })).default([]),
});
export type TrackTruth = z.output<typeof truthSchema>;

/** Reads a truth file; throws a ZodError when it is none. */
export async function readTruth(path: string): Promise<TrackTruth> {
  return truthSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The distance in ms from each true time to the nearest found one. */
function distances(truth: readonly number[], found: readonly Samples[], sampleRate: number): number[] {
  const seconds = found.map((at) => samplesToSeconds(at, sampleRate));
  return truth.map((at) => Math.min(...seconds.map((time) => Math.abs(time - at))) * 1000);
}

/**
 * The MIREX weight of an estimated key: 1 right, 0.5 a fifth off, 0.3 relative, 0.2 parallel, else 0.
 * @param truth such as "C# minor" or "Bb major"
 */
export function mirexScore(estimate: Key | null, truth: string): number {
  const [name = '', mode] = truth.split(' ');
  const tonic = Array.from({ length: 12 }, (_, i) => tonicName(i)).indexOf(FLATS[name] ?? name);
  if (!estimate) return 0;
  const up = (estimate.tonic - tonic + 12) % 12;
  if (estimate.mode === mode) return up === 0 ? 1 : up === 5 || up === 7 ? 0.5 : 0;
  if (up === (mode === 'major' ? 9 : 3)) return 0.3;
  return up === 0 ? 0.2 : 0;
}

export interface TrackScore {
  /** Found less true. */
  readonly tempoError: number;
  /** Median distance of true beats from found ones in ms; null when the truth names none. */
  readonly beatMs: number | null;
  readonly isDownbeatRight: boolean | null;
  /** MIREX weight; null when the truth names no key. */
  readonly key: number | null;
  /** Share of true section boundaries found within a beat; null when the truth names none. */
  readonly sections: number | null;
}

/** Compares an analysis with the truth. */
export function scoreTrack(found: TrackAnalysis, truth: TrackTruth): TrackScore {
  const { sampleRate } = found;
  const downbeatMs = median(distances(truth.downbeats, found.downbeats, sampleRate));
  const inner = truth.sections.slice(1).map(({ time }) => time);
  const starts = found.sections.map(({ start }) => start);
  const boundaries = distances(inner, starts, sampleRate).filter((ms) => ms < 60_000 / truth.bpm);
  return {
    tempoError: (found.tempo?.bpm ?? 0) - truth.bpm,
    beatMs: truth.beats.length > 0 ? median(distances(truth.beats, found.beats, sampleRate)) : null,
    isDownbeatRight: truth.downbeats.length > 0 ? downbeatMs <= DOWNBEAT_MS : null,
    key: truth.key === undefined ? null : mirexScore(found.key, truth.key),
    sections: inner.length > 0 ? boundaries.length / inner.length : null,
  };
}
