// Local copies of what a render job reads: the segments of its tracks, and the cover.
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import type { CoverImage } from '@/platform/media/encoder-arguments';
import { type LocalFiles, openFile, openSegments } from '@/platform/media/stem-stream';
import { coverKey } from '@/platform/storage/keys';
import { ObjectNotFoundError, type Storage } from '@/platform/storage/storage';
import { JobFailure } from '../runtime/job-failure';
import { type AudioFiles, audioKey, type JobAudio } from './job-audio';
import { neededAudio } from './job-specs';
import { sessionAudio } from './session/session-clips';

export interface RenderInputs {
  readonly files: AudioFiles;
  readonly cover: CoverImage | undefined;
  release(): void;
}

function openAudio(storage: Storage, { stemId, sourceId, lengthSamples, segmentSamples }: JobAudio) {
  const segmentCount = Math.ceil(lengthSamples / segmentSamples);
  return openSegments(storage, { sourceId, stem: stemId, segmentCount });
}

/** The cover may have been removed since the export was requested: the file then has none. */
async function openCover(storage: Storage, { cover }: RenderMixInput): Promise<LocalFiles | null> {
  if (!cover || !(await storage.stat(coverKey(cover.projectId)))) return null;
  return openFile(storage, coverKey(cover.projectId));
}

/** The audio that the export is made of; a tempo map is made of none. */
function audioFor(input: RenderMixInput): readonly JobAudio[] {
  if (input.options.format === 'midi') return [];
  return input.options.format === 'dawproject' ? sessionAudio(input) : neededAudio(input);
}

/**
 * @throws JobFailure when a stem is missing
 */
export async function openInputs(storage: Storage, input: RenderMixInput): Promise<RenderInputs> {
  const allFiles: LocalFiles[] = [];
  const release = () => {
    for (const files of allFiles) files.release();
  };
  try {
    const files = new Map<string, readonly string[]>();
    for (const audio of audioFor(input)) {
      const opened = await openAudio(storage, audio);
      allFiles.push(opened);
      files.set(audioKey(audio), opened.paths);
    }
    const image = await openCover(storage, input);
    if (image) allFiles.push(image);
    const cover = image && input.cover ? { path: image.paths[0]!, kind: input.cover.kind } : undefined;
    return { files, cover, release };
  } catch (error) {
    release();
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure(
      'A recording of this project is missing from the storage; separate the song, or import the file, again.',
      false,
      {
        cause: error,
      },
    );
  }
}
