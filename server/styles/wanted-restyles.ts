// The restyles that the strips of a project require: stem, sound and settings.

import type { StyleSettings } from '@/contract/style-settings';
import { readDeliveredSources } from '@/document/sources';
import { styleSettingsSchema } from '@/document/style-schema';
import { readStyle } from '@/document/styles';
import type { Prisma } from '@/platform/database/generated/client';
import { contentOfId } from '@/platform/jobs/content-ids';
import { type RestyleSubject, restyleStemJob } from '@/platform/jobs/restyle-stem';
import { loadDocument } from '@/server/documents/read-document';

export interface WantedRestyle {
  readonly stemId: string;
  readonly styleId: string;
  /** Null while its sound is being analysed, and when the project may not use such a sound (any more). */
  readonly job: { readonly id: string; readonly subject: RestyleSubject } | null;
}

/** Values a ten-thousandth apart sound the same: rounding spares renders that a slider would ask for. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

function settled(settings: StyleSettings): StyleSettings {
  const values = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === 'number' ? rounded(value) : value,
  ]);
  // The sound is no setting: the schema leaves it out.
  return styleSettingsSchema.parse(Object.fromEntries(values));
}

/** The content of a sound that everybody in the project may use and whose grains are there. */
async function readySound(
  tx: Prisma.TransactionClient,
  projectId: string,
  styleId: string,
): Promise<string | null> {
  const sound = await tx.styleSound.findFirst({
    where: {
      id: styleId,
      job: { state: 'done' },
      OR: [{ ownerId: null }, { shares: { some: { projectId } } }],
    },
  });
  return sound?.sha256 ?? null;
}

/** Every strip of a project that has a sound, as its document stands in the log. */
export async function wantedRestyles(
  tx: Prisma.TransactionClient,
  projectId: string,
): Promise<WantedRestyle[]> {
  const doc = await loadDocument(projectId);
  const wanted: WantedRestyle[] = [];
  for (const stem of readDeliveredSources(doc)) {
    const { sound: styleId, ...style } = readStyle(doc, stem.id);
    if (styleId === null) continue;
    const styleSha256 = await readySound(tx, projectId, styleId);
    // Separations and imports alike carry the content in their id.
    const songSha256 = contentOfId(stem.sourceId);
    const settings = settled(style);
    const subject = styleSha256 && songSha256 && { songSha256, stem, styleSha256, settings };
    const job = subject ? { id: restyleStemJob.idOf(subject), subject } : null;
    wanted.push({ stemId: stem.id, styleId, job });
  }
  doc.destroy();
  return wanted;
}
