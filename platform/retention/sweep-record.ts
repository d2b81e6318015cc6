// When the studio was swept last and why a sweep was stopped, kept in the database for all processes.

import { z } from 'zod';
import { HOUR_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';

const NAME = 'storage-sweep';
/**
 * As long as a permission to exceed the deletion limit is valid: the songs of expired projects go a day after
 * them.
 */
const PERMISSION_MS = 48 * HOUR_MS;

const sweepRecordSchema = z.object({
  sweptAt: z.coerce.date().nullable().default(null),
  /** The last sweep that compared all that is stored with all that is known. */
  scannedAt: z.coerce.date().nullable().default(null),
  /** What the last sweep would have taken when it was stopped. */
  stopped: z.array(z.string()).default([]),
  /** Whether it was one that compared all that is stored: until the next of those, sweeps stay stopped. */
  isScanStopped: z.boolean().default(false),
  permittedUntil: z.coerce.date().nullable().default(null),
});
export type SweepRecord = z.infer<typeof sweepRecordSchema>;

export async function readSweepRecord(): Promise<SweepRecord> {
  const stored = await getPrisma().setting.findUnique({ where: { name: NAME } });
  return sweepRecordSchema.parse(stored?.value ?? {});
}

export async function changeSweepRecord(change: Partial<SweepRecord>): Promise<void> {
  const value = JSON.parse(JSON.stringify({ ...(await readSweepRecord()), ...change }));
  await getPrisma().setting.upsert({
    where: { name: NAME },
    create: { name: NAME, value },
    update: { value },
  });
}

/** Lets sweeps of the next two days take what the deletion limit stopped. */
export async function permitSweep(now: Date): Promise<Date> {
  const permittedUntil = new Date(now.getTime() + PERMISSION_MS);
  // Due at once, so that the person sees what comes of it.
  await changeSweepRecord({ permittedUntil, sweptAt: null, scannedAt: null });
  return permittedUntil;
}

/** Whether a moment was at least so long ago; one that lies in the future was written by a wrong clock. */
export const isDue = (last: Date | null, now: Date, everyMs: number): boolean =>
  last === null || now.getTime() - last.getTime() >= everyMs || last > now;
