// Projects as the pages use them: their URLs, and how much of their song can already be played.
import { getProgress, type ProjectProgress } from '@/contract/http/separation';
import type { ProjectKind } from '@/contract/project-kinds';
import type { PartialStems } from '@/document/wire/events';
import { call } from './call';

/** The page at which a project opens. */
export const pageOf = ({ id, kind }: { readonly id: string; readonly kind: ProjectKind }): string =>
  `/projects/${encodeURIComponent(id)}${kind === 'set' ? '/automix' : ''}`;

/** The state of the separation of a project's song; `stems_so_far` as the live events report it. */
export type SongStatus = Omit<ProjectProgress, 'stems' | 'stems_so_far'> & {
  readonly stems_so_far: PartialStems | null;
};

function partialStems(partial: ProjectProgress['stems_so_far']): PartialStems | null {
  if (!partial || partial.stems.length === 0) return null;
  return {
    availableSamples: partial.available_samples,
    stems: partial.stems.map((stem) => ({
      id: stem.name,
      name: stem.title,
      sourceId: partial.source_id,
      lengthSamples: partial.length_samples,
      sampleRate: partial.sample_rate,
      segmentSamples: partial.segment_samples,
      headroomBits: stem.headroom_bits,
    })),
  };
}

export async function getSongStatus(id: string, signal: AbortSignal): Promise<SongStatus> {
  const progress = await call(getProgress, { id, signal });
  return { ...progress, stems_so_far: partialStems(progress.stems_so_far) };
}
