// What travels over the bus between processes: small notifications that say what to read, never the data itself.
import { z } from 'zod';
import { JOB_NAMES } from './jobs/all-jobs';

const id = z.string().min(1).max(200);

/**
 * Every event is a hint: a listener reads the current state from the database, and after a gap it recovers by
 * reading it again. `job` with change `progress` is written at most twice a second per job; `state` is
 * everything else.
 */
const busEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('job'),
    jobId: id,
    name: z.enum(JOB_NAMES),
    change: z.enum(['state', 'progress']).default('state'),
  }),
  z.object({ type: z.literal('document'), projectId: id, seq: z.number().int().nonnegative() }),
  z.object({ type: z.literal('outbox'), projectId: id }),
  z.object({ type: z.literal('membership'), projectId: id, userId: id }),
  /** A session or an API token of this person has ended. */
  z.object({ type: z.literal('access-ended'), userId: id }),
  z.object({ type: z.literal('project-deleted'), projectId: id }),
  z.object({ type: z.literal('renamed'), projectId: id }),
  z.object({ type: z.literal('chat'), projectId: id, messageId: z.number().int().positive() }),
  z.object({ type: z.literal('activity'), projectId: id }),
  z.object({ type: z.literal('versions'), projectId: id }),
  z.object({ type: z.literal('tracks'), projectId: id }),
  z.object({ type: z.literal('sources'), projectId: id }),
  z.object({ type: z.literal('sets'), projectId: id }),
]);

export type BusEvent = z.output<typeof busEventSchema>;
/** What a publisher writes: fields with a default may be left out. */
export type NewBusEvent = z.input<typeof busEventSchema>;

/** The PostgreSQL channel that carries all of them. */
export const BUS_CHANNEL = 'isomix';

export const encodeBusEvent = (event: NewBusEvent): string => JSON.stringify(busEventSchema.parse(event));

/** Reads a payload from the wire; null when it is not one of ours, as after an upgrade of another process. */
export function decodeBusEvent(payload: string | undefined): BusEvent | null {
  try {
    return busEventSchema.safeParse(JSON.parse(payload ?? '')).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
