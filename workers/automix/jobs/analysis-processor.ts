// Performs the analysis job: passes the song to the set process and stores the analysis.
import path from 'node:path';
import type { AnalyseTrackInput, AnalyseTrackResult } from '@/platform/jobs/analyse-track';
import { trackAnalysisKey } from '@/platform/storage/keys';
import { runInProcess } from '../../runtime/compute/run-in-process';
import type { JobContext } from '../../runtime/job-context';
import { analyseTask } from '../flow/set-tasks';
import { openTrack } from './set-sources';

/**
 * Analyses a track into storage.
 * @throws JobFailure when the song is missing or cannot be decoded
 */
export async function analyseTrackProcessor(
  context: JobContext<AnalyseTrackInput>,
): Promise<AnalyseTrackResult> {
  const { jobId, input, signal, storage, workDir, report } = context;
  const began = performance.now();
  report({ stage: 'analysing', progress: 0 });
  const output = path.join(workDir, 'analysis.json');
  const track = await openTrack(storage, { name: 'this song', ...input }, { wantsStems: true });
  try {
    const { vocals, bass } = track.stems ?? {};
    const stems = vocals && bass ? { vocals, bass } : null;
    const onProgress = (progress: number) => report({ stage: 'analysing', progress });
    const facts = await runInProcess(
      analyseTask,
      { audio: track.path, stems, output },
      { signal, onProgress },
    );
    signal.throwIfAborted();
    await storage.putFile(trackAnalysisKey(jobId), output);
    return { ...facts, wallSeconds: (performance.now() - began) / 1000 };
  } finally {
    track.release();
  }
}
