// The stored audio that a render job reads: what it is named by, and its local files.
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import type { JobContext } from '../runtime/job-context';
import type { RenderAudio } from './render-spec';

export type RenderContext = JobContext<RenderMixInput>;

/** A track of the job. */
export type JobStem = RenderMixInput['stems'][number];

/** Stored audio that a job reads: stem `stemId` of what the finished job `sourceId` made. */
export interface JobAudio {
  readonly sourceId: string;
  readonly stemId: string;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
  readonly headroomBits: number;
}

/** Names stored audio. */
export const audioKey = ({ sourceId, stemId }: JobAudio): string => `${sourceId}/${stemId}`;

/** Local files of a job's audio by `audioKey`; what is inaudible has none. */
export type AudioFiles = ReadonlyMap<string, readonly string[]>;

/** What a track plays where its clips name nothing else; null for nothing. */
export function audioOf({ id, stemId = id, ...audio }: JobStem): JobAudio | null {
  return stemId === null ? null : { ...audio, stemId };
}

/** Audio as a render plays it, at its level. */
export function renderAudio(audio: JobAudio | null, files: AudioFiles): RenderAudio {
  const { lengthSamples = 0, segmentSamples, headroomBits = 0 } = audio ?? {};
  const segments = (audio && files.get(audioKey(audio))) ?? [];
  return { files: { segments, segmentSamples, lengthSamples }, scale: 2 ** headroomBits };
}
