// Projects as the pages use them: where they open, and how far their song can be heard.
import { getProgress, type ProjectProgress } from '@/contract/http/projects';
import type { ProjectKind } from '@/contract/project-kinds';
import type { HeardSoFar } from '@/document/wire/events';
import { call } from './call';

/** The page at which a project opens. */
export const pageOf = ({ id, kind }: { readonly id: string; readonly kind: ProjectKind }): string =>
  `/projects/${encodeURIComponent(id)}${kind === 'set' ? '/automix' : ''}`;

/** Where the separation of a project's song stands; `stems_so_far` as the live events tell it. */
export type SongStatus = Omit<ProjectProgress, 'stems' | 'stems_so_far'> & {
  readonly stems_so_far: HeardSoFar | null;
};

function heardSoFar(so: ProjectProgress['stems_so_far']): HeardSoFar | null {
  if (!so || so.stems.length === 0) return null;
  return {
    availableSamples: so.available_samples,
    stems: so.stems.map((stem) => ({
      id: stem.name,
      name: stem.title,
      sourceId: so.source_id,
      lengthSamples: so.length_samples,
      sampleRate: so.sample_rate,
      segmentSamples: so.segment_samples,
      headroomBits: stem.headroom_bits,
    })),
  };
}

export async function getSongStatus(id: string): Promise<SongStatus> {
  const progress = await call(getProgress, { id });
  return { ...progress, stems_so_far: heardSoFar(progress.stems_so_far) };
}
