// The damage of a file as the database keeps it with the file.
import { z } from 'zod';
import type { Asset, Prisma } from '@/platform/database/generated/client';
import { type Damage, damageNote } from './damage';

export const placesSchema = z
  .array(z.object({ atS: z.number().nonnegative(), lengthS: z.number().nonnegative() }))
  .readonly();

/** The columns that `storedDamage` reads. */
export const DAMAGE_COLUMNS = {
  silentS: true,
  silentAt: true,
  missingEndS: true,
} satisfies Prisma.AssetSelect;
type DamageColumns = Pick<Asset, keyof typeof DAMAGE_COLUMNS>;

export const storedDamage = ({ silentS, silentAt, missingEndS }: DamageColumns): Damage => ({
  silentS,
  silentAt: placesSchema.parse(silentAt),
  missingEndS,
});

/** A message about a damaged stored file, or null for an intact one. */
export const storedDamageNote = (asset: DamageColumns): string | null => damageNote(storedDamage(asset));
