// The audio of the tracks of a planned set, from storage, in the order of the set.
import { PLAN_STEMS } from '@/audio/automix/types';
import { getPrisma } from '@/platform/database/client';
import { type PlannedTrack, planSetJob } from '@/platform/jobs/make-set';
import type { Storage } from '@/platform/storage/storage';
import type { TrackSource } from '../render/track-source';
import { type OpenTrack, openTrack } from './set-sources';

export interface OpenSource {
  readonly source: TrackSource;
  release(): void;
}

/** The tracks of a planned set in the order in which they play. */
export async function plannedTracks(setId: string): Promise<PlannedTrack[]> {
  const id = planSetJob.idOf({ setId });
  const { input, result } = await getPrisma().job.findUniqueOrThrow({ where: { id } });
  const { tracks } = planSetJob.input.parse(input);
  return planSetJob.result.parse(result).order.map((place) => {
    const track = tracks.find(({ id }) => id === place.id);
    if (!track) throw new RangeError(`The set ${setId} has no track ${place.id}.`);
    return track;
  });
}

function sourceOf(track: PlannedTrack, { path: file, stems }: OpenTrack): TrackSource {
  const { id, name, sha256: contentId } = track;
  if (!stems) return { id, name, path: file, contentId };
  const ranges = PLAN_STEMS.map((stem) => {
    const { scale, ...files } = stems[stem];
    return [stem, { files, scale }] as const;
  });
  return { id, name, path: file, contentId, stems: Object.fromEntries(ranges) as TrackSource['stems'] };
}

/**
 * Keeps local copies of a track's audio until they are released.
 * @throws JobFailure when the song or one of its stems is missing
 */
export async function openSource(storage: Storage, track: PlannedTrack): Promise<OpenSource> {
  const audio = await openTrack(storage, track, { wantsStems: true });
  return { source: sourceOf(track, audio), release: audio.release };
}
