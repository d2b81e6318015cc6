// The whole way from audio files to a set: analyse, order, plan, render.

import path from 'node:path';
import { playableTracks } from '@/audio/automix/analyse/playable-tracks';
import { sequence } from '@/audio/automix/order/sequence';
import { type SetTimeline, timelineOf } from '@/audio/automix/render/set-timeline';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { UnusableAudioError } from '@/platform/media/errors';
import { probeAudio } from '@/platform/media/probe';
import { AnalysisPool } from '../../analysis/analysis-pool';
import { loadTrack } from '../../analysis/load-track';
import type { SetOutput } from '../render/join-set';
import type { TrackSource } from '../render/track-source';
import type { FinishedSet } from './finish-set';
import { renderSet } from './render-set';
import { withoutStumbles } from './without-stumbles';

/** The analysis holds a whole track in memory: 1.6 GB for this length. */
const LONGEST_TRACK_S = 30 * 60;

export interface MakeSetInput {
  /** Two audio files or more; the same one may come twice. */
  readonly files: readonly string[];
  readonly rules: DjRules;
  /** Plans the tracks in the order in which they are given. */
  readonly planner: (tracks: readonly SetTrack[]) => SetPlan | Promise<SetPlan>;
  readonly keepOrder: boolean;
  readonly output: SetOutput;
  readonly workDir: string;
}

export interface MakeSetProgress {
  readonly phase: 'analysing' | 'planning' | 'rendering' | 'joining';
  readonly done: number;
  readonly total: number;
  /** Of the phase, 0 to 1. */
  readonly share: number;
}

export interface MakeSetOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MakeSetProgress) => void;
}

export interface MadeSet extends FinishedSet {
  readonly plan: SetPlan;
  readonly timeline: SetTimeline;
}

interface AnalysedFile {
  readonly track: SetTrack;
  readonly source: TrackSource;
}

async function analyseFile(file: string, index: number, pool: AnalysisPool, signal?: AbortSignal) {
  const name = path.basename(file);
  try {
    await probeAudio(file, { maxDurationS: LONGEST_TRACK_S, signal });
    const analysis = await pool.run('track', await loadTrack(file, { signal }), { signal });
    const id = `track-${index + 1}`;
    const source: TrackSource = { id, name, path: file, contentId: file };
    return { track: { id, name, analysis, hasStems: false }, source };
  } catch (error) {
    if (!(error instanceof UnusableAudioError)) throw error;
    throw new UnusableAudioError(`${name}: ${error.message}`, { cause: error });
  }
}

/** Analyses all files, as many at once as the pool has threads. */
async function analyseAll({ files }: MakeSetInput, { signal, onProgress }: MakeSetOptions) {
  const pool = new AnalysisPool();
  const total = files.length;
  let done = 0;
  const waiting = files.entries();
  const analysed: AnalysedFile[] = [];
  const worker = async () => {
    for (const [index, file] of waiting) {
      analysed[index] = await analyseFile(file, index, pool, signal);
      done++;
      onProgress?.({ phase: 'analysing', done, total, share: done / total });
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.size }, worker));
    return analysed;
  } finally {
    await pool.close();
  }
}

/** Puts the tracks into the order of the set. */
function inOrder(tracks: readonly SetTrack[], { rules, keepOrder }: MakeSetInput): SetTrack[] {
  const wishes = { keepOrder, energyShape: rules.energyShape };
  const byId = new Map(tracks.map((track) => [track.id, track]));
  return sequence(tracks, rules, wishes).map((id) => byId.get(id)!);
}

/**
 * Makes a set of audio files.
 * @throws UnusableAudioError that names the file, RangeError when no set can be made of the tracks, MediaToolError
 *   with a sentence, the signal's reason when it is aborted
 */
export async function makeSet(input: MakeSetInput, options: MakeSetOptions = {}): Promise<MadeSet> {
  const { planner, output, workDir } = input;
  const { signal, onProgress } = options;
  const analysed = await analyseAll(input, options);
  const { tracks, notes } = playableTracks(analysed.map(({ track }) => track));
  onProgress?.({ phase: 'planning', done: 0, total: 1, share: 0 });
  const planned = await planner(inOrder(tracks, input));
  const plan = { ...planned, notes: [...planned.notes, ...notes] };
  const sources = analysed.map(({ source }) => source);
  const render = (what: SetPlan) =>
    renderSet({ plan: what, tracks, sources, output, workDir }, { signal, onProgress });
  const finished = await render(plan);
  const mended = withoutStumbles(plan, finished.report, tracks, input.rules);
  if (mended === plan) return { ...finished, plan, timeline: timelineOf(plan, tracks) };
  return { ...(await render(mended)), plan: mended, timeline: timelineOf(mended, tracks) };
}
