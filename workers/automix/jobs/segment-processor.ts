// Performs the segment job: prepares one track of a planned set and stores it for the job that joins them.
import path from 'node:path';
import type { RenderSegmentInput, RenderSegmentResult } from '@/platform/jobs/make-set';
import { segmentAudioKey, segmentDescriptionKey, setPlanKey } from '@/platform/storage/keys';
import { runInProcess } from '../../runtime/compute/run-in-process';
import type { JobContext } from '../../runtime/job-context';
import { prepareTask } from '../flow/set-tasks';
import { openSource, plannedTracks } from './planned-source';

/**
 * Prepares the track at a place of a set into storage.
 * @throws JobFailure when its audio is missing or damaged
 */
export async function renderSegmentProcessor(
  context: JobContext<RenderSegmentInput>,
): Promise<RenderSegmentResult> {
  const { input, signal, storage, workDir, report } = context;
  const { setId, index } = input;
  const began = performance.now();
  report({ stage: 'rendering', progress: 0 });
  const track = (await plannedTracks(setId))[index];
  if (!track) throw new RangeError(`The set ${setId} has no track at place ${index}.`);
  const audio = await openSource(storage, track);
  try {
    const onProgress = (progress: number) => report({ stage: 'rendering', progress });
    const prepared = await storage.withLocalFile(setPlanKey(setId), (planFile) =>
      runInProcess(
        prepareTask,
        { planFile, index, source: audio.source, folder: workDir },
        { signal, onProgress },
      ),
    );
    signal.throwIfAborted();
    const { bytes } = await storage.putFile(segmentAudioKey(setId, index), prepared.audio.path);
    const description = {
      ...prepared,
      audio: { ...prepared.audio, path: path.basename(prepared.audio.path) },
    };
    // The description comes last: once it is there, the audio is whole.
    await storage.put(segmentDescriptionKey(setId, index), Buffer.from(JSON.stringify(description)));
    return { bytes, wallSeconds: (performance.now() - began) / 1000 };
  } finally {
    audio.release();
  }
}
