// Requests an export: creates a render job of the current mix, and the mix row that waits for it.
import { randomUUID } from 'node:crypto';
import { isAudioFormat } from '@/contract/export-formats';
import type { NewMix } from '@/contract/http/mixes';
import { readMix } from '@/document/read';
import type { MixState, StemResult } from '@/document/schema';
import { readAudibleSources } from '@/document/styles';
import { readTracks, stemTrack } from '@/document/tracks';
import { recordActivity } from '@/platform/activity';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Plan, Project } from '@/platform/database/generated/client';
import { importedStem } from '@/platform/imported-sources';
import { createJob } from '@/platform/job-store';
import { extensionOf } from '@/platform/jobs/export-options';
import { type RenderMixInput, renderMixJob } from '@/platform/jobs/render-mix';
import { stemResultsOf } from '@/platform/stem-results';
import { loadDocument } from '@/server/documents/read-document';
import { checkExport, checkStemExport } from '@/server/plan-checks';
import { daysFrom, rulesOf } from '@/server/plans';
import { chargeUsage, checkLiveJobs, checkUsage } from '@/server/usage/usage';
import { coverKindOf } from './cover';
import {
  checkStemNames,
  depthOf,
  mixOfConfig,
  musicOf,
  optionsOf,
  type ProjectAudio,
  stemsOf,
} from './render-input';
import { timingFor } from './timing';

interface ProjectMusic extends ProjectAudio {
  readonly mix: MixState;
}

/** Stems that are finished but not yet written into the shared document, as in the moment after a job. */
async function finishedStems(projectId: string): Promise<StemResult[]> {
  const song = await getPrisma().song.findUnique({ where: { projectId }, include: { separation: true } });
  const imports = await getPrisma().source.findMany({
    where: { projectId, job: { state: 'done' } },
    include: { job: { select: { result: true } } },
  });
  return [
    ...(song?.separation.state === 'done' ? stemResultsOf(song.separationId, song.separation.result) : []),
    ...imports.map((source) => importedStem(source, source.job.result)),
  ];
}

async function readMusic(projectId: string): Promise<ProjectMusic> {
  const doc = await loadDocument(projectId);
  try {
    const mix = readMix(doc);
    const sources = readAudibleSources(doc);
    if (sources.length > 0) return { tracks: readTracks(doc), sources, mix };
    const stems = await finishedStems(projectId);
    return { tracks: stems.map(stemTrack), sources: stems, mix };
  } finally {
    doc.destroy();
  }
}

export interface MixRequester {
  readonly id: string;
  readonly plan: Plan;
}

/** The project's cover, for a file that can carry one. */
async function coverFor(projectId: string, { format, cover }: NewMix): Promise<RenderMixInput['cover']> {
  if (!cover || format === 'wav' || !isAudioFormat(format)) return null;
  const kind = await coverKindOf(projectId);
  return kind && { projectId, kind };
}

/**
 * Queues the export of a project.
 * @returns the id of the mix
 * @throws PlanLimitError for what the plan does not export, ValidationError for unknown stems or what cannot be made,
 *   ConflictError before the stems are there
 */
export async function queueMix(user: MixRequester, project: Project, asked: NewMix): Promise<string> {
  const { format: kind } = asked;
  if (isAudioFormat(kind)) checkExport(user.plan, kind, depthOf(asked));
  if (asked.stems) checkStemExport(user.plan, 'stems');
  if (kind === 'dawproject') checkStemExport(user.plan, 'DAWproject files');
  // Before the mix is read and the account's turn is waited for: what is refused costs others nothing.
  await checkUsage(user, 'export');
  const { solo, config } = asked;
  const { mix, ...audio } = await readMusic(project.id);
  const music = musicOf(audio, config ? mixOfConfig(config) : mix, solo);
  const named = asked.stems === 'heard' ? [] : (asked.stems ?? []);
  checkStemNames([...solo, ...Object.keys(config ?? {})], audio.tracks);
  checkStemNames(named, stemsOf(audio.tracks));
  const options = optionsOf(asked, music, project.name);
  const cover = await coverFor(project.id, asked);
  const timing = await timingFor(project.id, asked, music);

  const [projectId, id] = [project.id, randomUUID()];
  const jobId = renderMixJob.idOf({ mixId: id });
  const { bitDepth, format } = options;
  const expiresAt = daysFrom(await databaseNow(), rulesOf(user.plan).mixRetentionDays);
  await getPrisma().$transaction(async (tx) => {
    const input = { mixId: id, options, cover, timing, ...music };
    await chargeUsage(tx, user, 'export');
    await createJob(tx, renderMixJob, { id: jobId, input, requestedBy: user.id });
    await checkLiveJobs(tx, user);
    const row = { id, projectId, jobId, bitDepth, options, requestedBy: user.id, expiresAt };
    await tx.mix.create({ data: { ...row, format: extensionOf(options) } });
    await recordActivity(tx, { projectId, actorId: user.id, what: { kind: 'exported', format } });
  });
  return id;
}
