// Asks for an export: the music as it stands now becomes a render job, with the mix row that waits for it.
import { randomUUID } from 'node:crypto';
import { readMix } from '@/document/read';
import type { MixState, StemResult } from '@/document/schema';
import { readHeardStems } from '@/document/styles';
import { loadDocument } from '@/server/collaboration/read-document';
import { checkExport } from '@/server/plan-checks';
import { daysFrom, rulesOf } from '@/server/plans';
import { recordActivity } from '@/server/shared/activity';
import { getPrisma } from '@/server/shared/database/client';
import type { Plan, Project } from '@/server/shared/database/generated/client';
import { createJob } from '@/server/shared/job-store';
import { renderMixJob } from '@/server/shared/jobs/render-mix';
import { stemResultsOf } from '@/server/shared/stem-results';
import { checkStemNames, mixOfConfig, musicOf } from './render-input';
import type { NewMix } from './schemas';

interface ProjectMusic {
  readonly stems: readonly StemResult[];
  readonly mix: MixState;
}

/** Stems that are finished but not yet written into the shared document, as in the moment after a separation. */
async function finishedStems(projectId: string): Promise<StemResult[]> {
  const song = await getPrisma().song.findUnique({ where: { projectId }, include: { separation: true } });
  return song?.separation.state === 'done' ? stemResultsOf(song.separationId, song.separation.result) : [];
}

async function readMusic(projectId: string): Promise<ProjectMusic> {
  const doc = await loadDocument(projectId);
  try {
    const shared = readHeardStems(doc);
    return { stems: shared.length > 0 ? shared : await finishedStems(projectId), mix: readMix(doc) };
  } finally {
    doc.destroy();
  }
}

export interface MixRequester {
  readonly id: string;
  readonly plan: Plan;
}

/** MP3 has no bit depth; the encoder is fed 16 bits. */
const depthOf = ({ format, bit_depth: depth }: NewMix): 16 | 24 => (format === 'mp3' ? 16 : depth);

/**
 * Queues the export of a project.
 * @returns the id of the mix
 * @throws PlanLimitError for a format the plan does not export, ValidationError for unknown stems, ConflictError
 *   before the stems are there
 */
export async function requestMix(user: MixRequester, project: Project, asked: NewMix): Promise<string> {
  const { format, solo, config } = asked;
  const bitDepth = depthOf(asked);
  checkExport(user.plan, format, bitDepth);
  const { stems, mix } = await readMusic(project.id);
  const music = musicOf(stems, config ? mixOfConfig(config) : mix, solo);
  checkStemNames([...solo, ...Object.keys(config ?? {})], stems);

  const id = randomUUID();
  const jobId = `mix-${id}`;
  const input = { mixId: id, format, bitDepth, title: project.name, ...music };
  const expiresAt = daysFrom(new Date(), rulesOf(user.plan).mixRetentionDays);
  await getPrisma().$transaction(async (tx) => {
    await createJob(tx, renderMixJob, { id: jobId, input, requestedBy: user.id });
    await tx.mix.create({
      data: { id, projectId: project.id, jobId, format, bitDepth, requestedBy: user.id, expiresAt },
    });
    const projectId = project.id;
    await recordActivity(tx, { projectId, actorId: user.id, what: { kind: 'exported', format } });
  });
  return id;
}
