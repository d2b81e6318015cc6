// The progress of a project's song, from its separation job.
import type { z } from 'zod';
import { addressOf } from '@/contract/http/address';
import { getStem } from '@/contract/http/media';
import { PROJECT_STATUS, type ProjectStatus } from '@/contract/http/projects';
import type { projectProgressSchema, stemSchema } from '@/contract/http/separation';
import { cancelledMessage, type JobState } from '@/contract/jobs';
import { compareStems } from '@/document/sources';
import type { PartialStems } from '@/document/wire/events';
import { getPrisma } from '@/platform/database/client';
import type { Plan } from '@/platform/database/generated/client';
import { jobView } from '@/platform/job-store';
import { importedStemId } from '@/platform/jobs/import-source';
import { separationJob } from '@/platform/jobs/separation';
import { DAMAGE_COLUMNS, storedDamageNote } from '@/platform/media/stored-damage';
import { installedModels } from '@/platform/separation-models';
import { stemResultsOf } from '@/platform/stem-results';
import { grantMedia } from '@/server/media/grants';
import { rulesOf } from '@/server/plans';

/** The status of a project whose song's separation is in `state`; undefined where there is no song. */
export const statusOf = (state: JobState | undefined): ProjectStatus =>
  state ? PROJECT_STATUS[state] : 'created';

type Progress = z.input<typeof projectProgressSchema>;

const WITHOUT_SONG: Progress = {
  status: 'created',
  progress: 0,
  stage: null,
  queue_position: null,
  eta_s: null,
  error: null,
  note: null,
  stems: [],
  stems_so_far: null,
  expected_stems: null,
  original: null,
};

/** The finished stems with signed addresses, in mixer order. */
function stemsOf(separationId: string, result: unknown, plan: Plan): z.input<typeof stemSchema>[] {
  const mayDownload = rulesOf(plan).stemExport;
  const { token } = grantMedia({ sourceId: separationId, mayDownload });
  const stems = stemResultsOf(separationId, result).sort(compareStems);
  return stems.map(({ id, lengthSamples, sampleRate }) => ({
    name: id,
    url: mayDownload ? addressOf(getStem, { token, stem: id }) : null,
    duration_s: lengthSamples / sampleRate,
    gain_db: 0,
  }));
}

function partialOf(partialResult: PartialStems | null): Progress['stems_so_far'] {
  const [first] = partialResult?.stems ?? [];
  if (!partialResult || !first) return null;
  return {
    available_samples: partialResult.availableSamples,
    length_samples: first.lengthSamples,
    segment_samples: first.segmentSamples,
    sample_rate: first.sampleRate,
    source_id: first.sourceId,
    stems: partialResult.stems.map(({ id, name, headroomBits }) => ({
      name: id,
      title: name,
      headroom_bits: headroomBits,
    })),
  };
}

/** The stems that the model of a separation gives, when a living worker has it. */
async function expectedStems(input: unknown): Promise<string[] | null> {
  const { modelId } = separationJob.input.parse(input);
  const model = (await installedModels()).find(({ id }) => id === modelId);
  if (!model) return null;
  return model.stems
    .map((id) => ({ id }))
    .sort(compareStems)
    .map(({ id }) => id);
}

/** The stem that the song itself is in its session, where it was read in or will be. */
async function originalOf(projectId: string, sha256: string): Promise<string | null> {
  const where = { projectId_sha256: { projectId, sha256 } };
  const source = await getPrisma().source.findUnique({ where, select: { id: true } });
  return source && importedStemId(sha256);
}

/** What GET /projects/{id}/status answers to somebody on `plan`. */
export async function projectProgress(projectId: string, plan: Plan): Promise<Progress> {
  const song = await getPrisma().song.findUnique({
    where: { projectId },
    include: {
      separation: { select: { input: true, result: true } },
      asset: { select: DAMAGE_COLUMNS },
    },
  });
  const job = song && (await jobView(song.separationId));
  if (!song || !job) return WITHOUT_SONG;
  return {
    status: statusOf(job.state),
    progress: job.progress,
    stage: job.stage,
    queue_position: job.queuePosition,
    eta_s: job.etaS,
    error: job.state === 'cancelled' ? cancelledMessage(separationJob.name) : job.error,
    note: storedDamageNote(song.asset),
    // Read with the song, before the view: a job that has just become done may not show its result yet.
    stems:
      job.state === 'done' && song.separation.result ? stemsOf(job.jobId, song.separation.result, plan) : [],
    stems_so_far: partialOf(job.partialResult),
    expected_stems: await expectedStems(song.separation.input),
    original: await originalOf(projectId, song.sha256),
  };
}
