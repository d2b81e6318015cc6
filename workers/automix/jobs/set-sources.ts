// The audio of tracks from storage: the song itself, and its stems where it has been separated.
import { PLAN_STEMS, type PlanStem } from '@/audio/automix/types';
import { getPrisma } from '@/platform/database/client';
import { type SeparationResult, separationJob } from '@/platform/jobs/separation';
import { type LocalFiles, openFile, openSegments } from '@/platform/media/stem-stream';
import { uploadKey } from '@/platform/storage/keys';
import { ObjectNotFoundError, type Storage } from '@/platform/storage/storage';
import { JobFailure } from '../../runtime/job-failure';

/** A stem as it is stored, in local files. */
export interface OpenStem {
  readonly segments: readonly string[];
  readonly segmentSamples: number;
  readonly lengthSamples: number;
  /** Stored samples times this are the stem */
  readonly scale: number;
}

export interface OpenTrack {
  readonly path: string;
  /** All four, or null */
  readonly stems: Readonly<Record<PlanStem, OpenStem>> | null;
  release(): void;
}

/** The result of a separation that has all the stems that sets are mixed from, or null. */
async function readSeparation(separationId: string | null): Promise<SeparationResult | null> {
  if (separationId === null) return null;
  const job = await getPrisma().job.findUnique({ where: { id: separationId } });
  const result = separationJob.result.safeParse(job?.result);
  if (!result.success) return null;
  const ids = new Set(result.data.stems.map(({ id }) => id));
  return PLAN_STEMS.every((stem) => ids.has(stem)) ? result.data : null;
}

/** Whether a separation has all the stems that sets are mixed from. */
export const hasSetStems = async (separationId: string | null): Promise<boolean> =>
  (await readSeparation(separationId)) !== null;

async function openStem(
  storage: Storage,
  sourceId: string,
  { lengthSamples, segmentSamples, stems }: SeparationResult,
  stem: PlanStem,
): Promise<{ readonly files: LocalFiles; readonly opened: OpenStem }> {
  const segmentCount = Math.ceil(lengthSamples / segmentSamples);
  const files = await openSegments(storage, { sourceId, stem, segmentCount });
  const headroomBits = stems.find(({ id }) => id === stem)?.headroomBits ?? 0;
  return {
    files,
    opened: { segments: files.paths, segmentSamples, lengthSamples, scale: 2 ** headroomBits },
  };
}

interface StoredTrack {
  readonly name: string;
  readonly sha256: string;
  readonly separationId: string | null;
}

async function openAll(
  storage: Storage,
  { sha256, separationId }: StoredTrack,
  wantsStems: boolean,
  allFiles: LocalFiles[],
): Promise<Omit<OpenTrack, 'release'>> {
  const song = await openFile(storage, uploadKey(sha256));
  allFiles.push(song);
  const path = song.paths[0]!;
  const separation = wantsStems ? await readSeparation(separationId) : null;
  if (!separation || separationId === null) return { path, stems: null };
  const stems: Partial<Record<PlanStem, OpenStem>> = {};
  for (const stem of PLAN_STEMS) {
    const { files, opened } = await openStem(storage, separationId, separation, stem);
    allFiles.push(files);
    stems[stem] = opened;
  }
  return { path, stems: stems as Record<PlanStem, OpenStem> };
}

/**
 * Keeps local copies of a track's audio until they are released.
 * @throws JobFailure when the song or one of its stems is missing
 */
export async function openTrack(
  storage: Storage,
  track: StoredTrack,
  { wantsStems }: { readonly wantsStems: boolean },
): Promise<OpenTrack> {
  const allFiles: LocalFiles[] = [];
  const release = () => {
    for (const files of allFiles) files.release();
  };
  try {
    return { ...(await openAll(storage, track, wantsStems, allFiles)), release };
  } catch (error) {
    release();
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure(`The audio of ${track.name} is missing from the storage; add it again.`, false, {
      cause: error,
    });
  }
}
