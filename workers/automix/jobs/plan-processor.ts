// Performs the plan job: reads the analyses, plans by the current rules, and stores the plan for the
// segments.
import { text } from 'node:stream/consumers';
import type { SetTrack } from '@/audio/automix/types';
import { readDjRules } from '@/platform/automix/dj-rules-store';
import type { PlannedTrack, PlanSetInput, PlanSetResult } from '@/platform/jobs/make-set';
import { setPlanKey, trackAnalysisKey } from '@/platform/storage/keys';
import { ObjectNotFoundError, type Storage } from '@/platform/storage/storage';
import { runInProcess } from '../../runtime/compute/run-in-process';
import type { JobContext } from '../../runtime/job-context';
import { JobFailure } from '../../runtime/job-failure';
import { decodeAnalysis, encodeFigures } from '../analyse/analysis-file';
import { type PlannedSet, planTask } from '../flow/set-tasks';
import { hasSetStems } from './set-sources';

/** @throws JobFailure when the analysis is missing */
async function readTrack(storage: Storage, track: PlannedTrack): Promise<SetTrack> {
  const { id, name, analysisId, separationId } = track;
  try {
    const analysis = decodeAnalysis(await text(await storage.get(trackAnalysisKey(analysisId))));
    return { id, name, analysis, hasStems: await hasSetStems(separationId) };
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure(`The analysis of ${name} is missing from the storage; add it again.`, false, {
      cause: error,
    });
  }
}

/**
 * Plans a set into storage.
 * @throws JobFailure with a message when no set can be made of these tracks
 */
export async function planSetProcessor(context: JobContext<PlanSetInput>): Promise<PlanSetResult> {
  const { input, signal, storage, report } = context;
  const began = performance.now();
  report({ stage: 'planning', progress: 0 });
  const tracks: SetTrack[] = [];
  for (const track of input.tracks) tracks.push(await readTrack(storage, track));
  const { constraints, strategy } = input;
  const rules = { ...(await readDjRules()), energyShape: constraints.energyShape };
  const onProgress = (progress: number) => report({ stage: 'planning', progress });
  const plan = await runInProcess(planTask, { tracks, constraints, strategy, rules }, { signal, onProgress });
  signal.throwIfAborted();
  const planned: PlannedSet = { plan, tracks };
  await storage.put(setPlanKey(input.setId), Buffer.from(encodeFigures(planned)));
  const byId = new Map(tracks.map(({ id, analysis }) => [id, analysis]));
  return {
    strategy: plan.strategy,
    order: plan.tracks.map(({ id }) => {
      const { lengthSamples, sampleRate } = byId.get(id)!;
      return { id, lengthSamples, sampleRate };
    }),
    notes: [...plan.notes],
    wallSeconds: (performance.now() - began) / 1000,
  };
}
