// The tracks that a project can make sets of, each with what its analysis found.
import type { z } from 'zod';
import type { trackAnalysisSchema, trackSchema } from '@/contract/http/tracks';
import { ANALYSIS_STATUS } from '@/contract/jobs';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { analyseTrackJob, type TrackFacts } from '@/platform/jobs/analyse-track';
import { DAMAGE_COLUMNS, storedDamageNote } from '@/platform/media/stored-damage';

type TrackView = z.input<typeof trackSchema>;

const CANCELLED = 'The analysis was cancelled; add the track again.';

const WITH_FACTS = {
  asset: { select: { durationS: true, ...DAMAGE_COLUMNS } },
  analysis: { select: { state: true, error: true, input: true, result: true } },
} satisfies Prisma.TrackInclude;
export type TrackWithFacts = Prisma.TrackGetPayload<{ include: typeof WITH_FACTS }>;

/** The result of an analysis, as the API returns it. */
function describeFacts(facts: TrackFacts): z.input<typeof trackAnalysisSchema> {
  return {
    duration_s: facts.durationS,
    bpm: facts.bpm,
    bpm_confidence: facts.bpmConfidence,
    is_steady: facts.isSteady,
    key: facts.key,
    integrated_lufs: facts.integratedLufs,
    true_peak_dbtp: facts.truePeakDbtp,
    energy: facts.energy,
  };
}

/** A track as GET /projects/{id}/tracks shows it. */
export function describeTrack({ id, name, asset, analysis }: TrackWithFacts): TrackView {
  const { state, error, input, result } = analysis;
  return {
    id,
    name,
    status: ANALYSIS_STATUS[state],
    error: state === 'cancelled' ? CANCELLED : error,
    note: storedDamageNote(asset),
    duration_s: asset.durationS,
    has_stems: analyseTrackJob.input.parse(input).separationId !== null,
    analysis: state === 'done' ? describeFacts(analyseTrackJob.result.parse(result)) : null,
  };
}

/** Every track of a project, whether it is in the tracklist or not; the oldest first. */
export async function listTracks(projectId: string): Promise<TrackView[]> {
  const tracks = await getPrisma().track.findMany({
    where: { projectId },
    include: WITH_FACTS,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return tracks.map(describeTrack);
}

/** One track, by the row that has just been written. */
export async function readTrack(id: string): Promise<TrackView> {
  return describeTrack(await getPrisma().track.findUniqueOrThrow({ where: { id }, include: WITH_FACTS }));
}
