// Does the segment job: prepares one track of a planned set and stores it for the job that joins them.
import path from 'node:path';
import { PLAN_STEMS } from '@/audio/automix/types';
import { getPrisma } from '@/server/shared/database/client';
import {
  type PlannedTrack,
  planSetId,
  planSetJob,
  type RenderSegmentInput,
  type RenderSegmentResult,
} from '@/server/shared/jobs/make-set';
import { segmentAudioKey, segmentDescriptionKey, setPlanKey } from '@/server/shared/storage/keys';
import type { JobContext } from '../runtime/job-context';
import { runSetTask } from './set-client';
import { type BorrowedTrack, borrowTrack } from './set-sources';
import type { TrackSource } from './track-source';

/** The track that plays at a place of a planned set. */
async function trackAt(setId: string, index: number): Promise<PlannedTrack> {
  const { input, result } = await getPrisma().job.findUniqueOrThrow({ where: { id: planSetId(setId) } });
  const place = planSetJob.result.parse(result).order[index];
  const track = planSetJob.input.parse(input).tracks.find(({ id }) => id === place?.id);
  if (!track) throw new RangeError(`The set ${setId} has no track at place ${index}.`);
  return track;
}

function sourceOf(track: PlannedTrack, { path: file, stems }: BorrowedTrack): TrackSource {
  const { id, name, sha256: contentId } = track;
  if (!stems) return { id, name, path: file, contentId };
  const ranges = PLAN_STEMS.map((stem) => {
    const { scale, ...files } = stems[stem];
    return [stem, { files, scale }] as const;
  });
  return { id, name, path: file, contentId, stems: Object.fromEntries(ranges) as TrackSource['stems'] };
}

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
  const track = await trackAt(setId, index);
  const audio = await borrowTrack(storage, track, { wantsStems: true });
  try {
    const onProgress = (progress: number) => report({ stage: 'rendering', progress });
    const prepared = await storage.withLocalFile(setPlanKey(setId), (planFile) =>
      runSetTask(
        { kind: 'prepare', planFile, index, source: sourceOf(track, audio), folder: workDir },
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
