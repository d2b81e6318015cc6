// Makes a set from audio files, by the same steps as the jobs of a set.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type SetTimeline, timelineOf } from '@/audio/automix/render/set-timeline';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { LONGEST_TRACK_S } from '@/contract/set-limits';
import { UnusableAudioError } from '@/platform/media/errors';
import { probeAudio } from '@/platform/media/probe';
import { jobErrorOf } from '../../runtime/compute/job-error';
import { ThreadPool } from '../../runtime/compute/run-in-thread';
import { JobFailure } from '../../runtime/job-failure';
import { decodeAnalysis } from '../analyse/analysis-file';
import { planTracks } from '../plan/plan-tracks';
import type { SetOutput } from '../render/join-set';
import type { TrackSource } from '../render/track-source';
import type { FinishedSet } from './finish-set';
import { renderSet } from './render-set';
import { analyseTask } from './set-tasks';
import { withoutMisaligned } from './without-misaligned';

export interface MakeSetInput {
  /** Two audio files or more; the same one may come twice. */
  readonly files: readonly string[];
  readonly rules: DjRules;
  readonly strategy: SetPlan['strategy'];
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

interface AnalysisRun {
  readonly pool: ThreadPool;
  readonly workDir: string;
  readonly signal?: AbortSignal;
}

interface AnalysedFile {
  readonly track: SetTrack;
  readonly source: TrackSource;
}

async function analyseFile(file: string, index: number, run: AnalysisRun): Promise<AnalysedFile> {
  const [name, id] = [path.basename(file), `track-${index + 1}`];
  const { pool, workDir, signal } = run;
  const output = path.join(workDir, `${id}.json`);
  try {
    await probeAudio(file, { maxDurationS: LONGEST_TRACK_S, signal });
    await pool.run(analyseTask, { audio: file, stems: null, output }, { signal });
  } catch (error) {
    const failure = jobErrorOf(error);
    const isUserFacing = failure instanceof UnusableAudioError || failure instanceof JobFailure;
    if (!isUserFacing) throw failure;
    throw new UnusableAudioError(`${name}: ${failure.message}`, { cause: error });
  }
  const analysis = decodeAnalysis(await readFile(output, 'utf8'));
  return {
    track: { id, name, analysis, hasStems: false },
    source: { id, name, path: file, contentId: file },
  };
}

/** Analyses all files, as many at once as the pool has threads. */
async function analyseAll({ files, workDir }: MakeSetInput, { signal, onProgress }: MakeSetOptions) {
  const pool = new ThreadPool(analyseTask.program);
  const total = files.length;
  let done = 0;
  const waiting = files.entries();
  const analysed: AnalysedFile[] = [];
  const worker = async () => {
    for (const [index, file] of waiting) {
      analysed[index] = await analyseFile(file, index, { pool, workDir, signal });
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

/**
 * Makes a set of audio files.
 * @throws UnusableAudioError that names the file, SetPlanError when no set can be made of the tracks, MediaToolError
 *   with a message, the signal's reason when it is aborted
 */
export async function makeSet(input: MakeSetInput, options: MakeSetOptions = {}): Promise<MadeSet> {
  const { rules, strategy, keepOrder, output, workDir } = input;
  const { signal, onProgress } = options;
  const analysed = await analyseAll(input, options);
  const tracks = analysed.map(({ track }) => track);
  const planning = (share: number) => onProgress?.({ phase: 'planning', done: 0, total: 1, share });
  planning(0);
  const plan = await planTracks(
    { tracks, rules, strategy, constraints: { keepOrder, energyShape: rules.energyShape } },
    { signal: signal ?? new AbortController().signal, onProgress: planning },
  );
  const sources = analysed.map(({ source }) => source);
  const render = (what: SetPlan) =>
    renderSet({ plan: what, tracks, sources, output, workDir }, { signal, onProgress });
  const finished = await render(plan);
  const revised = withoutMisaligned(plan, finished.report, tracks, rules);
  if (revised === plan) return { ...finished, plan, timeline: timelineOf(plan, tracks) };
  return { ...(await render(revised)), plan: revised, timeline: timelineOf(revised, tracks) };
}
