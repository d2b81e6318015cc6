// Puts the database behind its storage, as restoring an older backup does.
import type { PrismaClient } from '@/platform/database/generated/client';
import { advanceTie } from '../advance';
import { ensureStorageTie } from '../ensure';

/** The storage goes on; then the settings of before are back. */
export async function restoreOlderTie(prisma: PrismaClient): Promise<void> {
  await ensureStorageTie();
  const backup = await prisma.setting.findMany();
  await advanceTie();
  await prisma.setting.deleteMany();
  for (const { name, value } of backup)
    await prisma.setting.create({ data: { name, value: value as object } });
}
