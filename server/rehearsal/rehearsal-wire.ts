// What processes say to each other about rehearsal rooms, small enough for a notification of PostgreSQL.
import { z } from 'zod';
import { roomCommandSchema, roomStateSchema } from '@/contract/rehearsal/room-state';
import { projectIdSchema } from '@/document/wire/project-id';

/** A channel of its own: its notifications reach every process in one order, which is the order of the commands. */
export const REHEARSAL_CHANNEL = 'isomix_rehearsal';

/** People in one room on one process; a notification carries their ids. */
export const MAX_MEMBERS = 64;

const common = { from: z.string().min(1).max(64), projectId: projectIdSchema };

const messageSchema = z.discriminatedUnion('say', [
  z.object({
    ...common,
    say: z.literal('command'),
    userId: z.string().min(1).max(64),
    atMs: z.number().finite(),
    command: roomCommandSchema,
  }),
  /** Who is in the room on this process, and what it plays; nobody when the last has left. */
  z.object({
    ...common,
    say: z.literal('here'),
    members: z.array(z.string().max(64)).max(MAX_MEMBERS),
    state: roomStateSchema,
  }),
  /** Somebody has joined, and this process may not know the room. */
  z.object({ ...common, say: z.literal('ask') }),
]);
export type RehearsalMessage = z.infer<typeof messageSchema>;

export const encodeRehearsalMessage = (message: RehearsalMessage): string => JSON.stringify(message);

/** Reads a payload; null when it is none of ours. */
export function readRehearsalMessage(payload: string | undefined): RehearsalMessage | null {
  try {
    return messageSchema.safeParse(JSON.parse(payload ?? '')).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
