// The beats of a project's song once it is analysed: the lanes of the studio snap to them.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { beatsSchema } from '@/contract/http/separation';
import { getPrisma } from '@/platform/database/client';
import { analyseTrackJob, analysisIds } from '@/platform/jobs/analyse-track';
import { getStorage } from '@/platform/storage';
import { trackAnalysisKey } from '@/platform/storage/keys';

type Beats = z.input<typeof beatsSchema>;

const NONE: Beats = { beats_s: [], downbeats_s: [] };

const positionsSchema = z.array(z.number().int().nonnegative());
/** What is taken of an analysis; positions are in samples. */
const analysisSchema = z.object({
  sampleRate: z.number().positive(),
  beats: positionsSchema,
  downbeats: positionsSchema,
});

/** The newest analysis of a content, or null while there is none. */
async function findAnalysis(sha256: string): Promise<string | null> {
  const job = await getPrisma().job.findFirst({
    where: { name: analyseTrackJob.name, state: 'done', id: { startsWith: analysisIds.startOf(sha256) } },
    orderBy: { finishedAt: 'desc' },
    select: { id: true },
  });
  return job?.id ?? null;
}

/** The beats of a project's song; none before it is analysed, and where nothing repeats. */
export async function songBeats(projectId: string): Promise<Beats> {
  const song = await getPrisma().song.findUnique({ where: { projectId }, select: { sha256: true } });
  const analysisId = song && (await findAnalysis(song.sha256));
  if (!analysisId) return NONE;
  const stored = await text(await getStorage().get(trackAnalysisKey(analysisId)));
  const { sampleRate, beats, downbeats } = analysisSchema.parse(JSON.parse(stored));
  const seconds = (position: number): number => position / sampleRate;
  return { beats_s: beats.map(seconds), downbeats_s: downbeats.map(seconds) };
}
