// Rows that tests of jobs need around them: a person, a project and its song.

import { createHash, randomUUID } from 'node:crypto';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import type { Prisma } from '../database/generated/client';
import { createJob } from '../job-store';
import { type SeparationResult, separationJob } from '../jobs/separation';

export const TEST_MODEL = 'htdemucs';

/** The SHA-256 that a test names by a word. */
export const testHash = (word: string): string => createHash('sha256').update(word).digest('hex');

/** A result as the separation of a one-second song has it. */
export const TEST_STEMS: SeparationResult = {
  model: TEST_MODEL,
  provider: 'cpu',
  sampleRate: SAMPLE_RATE,
  lengthSamples: 44_100,
  segmentSamples: SEGMENT_SAMPLES,
  stems: ['vocals', 'drums', 'bass', 'other'].map((id) => ({ id, headroomBits: 0, peakDbfs: -3 })),
  wallSeconds: 1,
  peakRssMb: 100,
};

/** A project with a new owner, whose song has the content that `word` names. Its separation is queued. */
export async function addProjectWithSong(
  db: Prisma.TransactionClient,
  word: string,
): Promise<{ projectId: string; ownerId: string; jobId: string }> {
  const sha256 = testHash(word);
  const input = { sha256, modelId: TEST_MODEL };
  const jobId = separationJob.idOf(input);
  const owner = await db.user.create({ data: { email: `${randomUUID()}@example.org` } });
  const project = await db.project.create({ data: { name: word, ownerId: owner.id } });
  const audio = {
    bytes: 1n,
    container: 'wav',
    codec: 'pcm_s16le',
    sampleRate: SAMPLE_RATE,
    channels: 2,
    durationS: 60,
  };
  await db.asset.upsert({ where: { sha256 }, create: { sha256, ...audio }, update: {} });
  await createJob(db, separationJob, { id: jobId, input, requestedBy: owner.id });
  await db.song.create({ data: { projectId: project.id, sha256, name: word, separationId: jobId } });
  return { projectId: project.id, ownerId: owner.id, jobId };
}
