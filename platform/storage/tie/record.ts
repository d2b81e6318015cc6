// The database's end of the tie to its storage: the studio's id, and what was last written on the other end.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';

const NAME = 'storage-tie';
/** Writers that overtake each other leave one of the last few tokens in storage. */
const TOKENS_KEPT = 20;

const tieRecordSchema = z.object({
  studioId: z.uuid(),
  /** False until the storage is known to carry the id: a start that was broken off is taken up again. */
  isTied: z.boolean(),
  /** Counts the changes of the token. */
  generation: z.number().int().nonnegative(),
  /** The tokens that the storage may carry, newest last. One that is not among them was written by a later database. */
  tokens: z.array(z.uuid()).min(1),
});
export type TieRecord = z.infer<typeof tieRecordSchema>;

export const newToken = (): string => randomUUID();

export async function readRecord(): Promise<TieRecord | null> {
  const stored = await getPrisma().setting.findUnique({ where: { name: NAME } });
  return stored ? tieRecordSchema.parse(stored.value) : null;
}

/** The record of this database; made now when there is none, and the same for all who ask at once. */
export async function readOrProposeRecord(): Promise<TieRecord> {
  const proposed: TieRecord = { studioId: randomUUID(), isTied: false, generation: 0, tokens: [newToken()] };
  await getPrisma().$executeRaw`
    INSERT INTO "Setting" ("name", "value", "updatedAt")
    VALUES (${NAME}, ${JSON.stringify(proposed)}::jsonb, timezone('UTC', clock_timestamp()))
    ON CONFLICT ("name") DO NOTHING`;
  const record = await readRecord();
  if (!record) throw new Error('The studio has no id, although it was just written.');
  return record;
}

const matches = (record: TieRecord): Prisma.Sql =>
  Prisma.sql`"value"->>'studioId' = ${record.studioId} AND ("value"->>'generation')::int = ${record.generation}`;

/**
 * Replaces a record by a later one.
 * @returns false when somebody else has replaced it meanwhile
 */
export async function replaceRecord(from: TieRecord, to: TieRecord): Promise<boolean> {
  const changed = await getPrisma().$executeRaw`
    UPDATE "Setting" SET "value" = ${JSON.stringify(to)}::jsonb, "updatedAt" = timezone('UTC', clock_timestamp())
    WHERE "name" = ${NAME} AND ${matches(from)}`;
  return changed === 1;
}

/** The record with a token more; the one that the storage carries stays, however often writing there fails. */
export function recordWithToken(record: TieRecord, carried: string, token: string): TieRecord {
  const others = record.tokens.filter((each) => each !== carried).slice(-TOKENS_KEPT);
  return { ...record, generation: record.generation + 1, tokens: [carried, ...others, token] };
}
