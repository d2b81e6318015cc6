// The takes of a session, as its shared document has them.
import type { z } from 'zod';
import type { takeSchema } from '@/contract/http/takes';
import { SAMPLE_RATE } from '@/contract/units';
import { readTakes } from '@/document/takes';
import { loadDocument } from '@/server/documents/read-document';

type TakeView = z.input<typeof takeSchema>;

/** Every take that is not removed, in the order in which they were recorded. */
export async function listTakes(projectId: string): Promise<TakeView[]> {
  const doc = await loadDocument(projectId);
  const takes = readTakes(doc).map(({ id, name, track, source, start, sourceStart, length, at }) => ({
    id,
    name,
    track,
    source,
    start_s: start / SAMPLE_RATE,
    source_start_s: sourceStart / SAMPLE_RATE,
    duration_s: length / SAMPLE_RATE,
    recorded_at: new Date(at).toISOString(),
  }));
  doc.destroy();
  return takes;
}
