// What travels over socket.io between the studio and the browsers in a rehearsal room.
import { z } from 'zod';
import { type roomCommandSchema, roomStateSchema } from '@/contract/rehearsal/room-state';
import { projectIdSchema } from './project-id';

/**
 * Client to server: `rehearsal:join`. `known` is the room as a browser knew it whose connection was lost: it brings the
 * room back that ended because all connections were lost, as when the studio restarts.
 */
export const joinRequestSchema = z.object({
  projectId: projectIdSchema,
  known: roomStateSchema.nullable(),
});
export type JoinRequest = z.infer<typeof joinRequestSchema>;

export const joinReplySchema = z.discriminatedUnion('ok', [
  /** isEditor: whether this person's role lets them move the transport at all. */
  z.object({ ok: z.literal(true), state: roomStateSchema, isEditor: z.boolean() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type JoinReply = z.infer<typeof joinReplySchema>;

/** Client to server: `rehearsal:command`, in the room that the socket has joined. */
export const commandReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type CommandReply = z.infer<typeof commandReplySchema>;

/** Server to client, event `rehearsal`: what the room plays. */
export const roomEventSchema = z.object({ projectId: projectIdSchema, state: roomStateSchema });
export type RoomEvent = z.infer<typeof roomEventSchema>;

/** The answer to `rehearsal:clock`: what the studio's clock shows, in milliseconds. */
export const clockReplySchema = z.number().finite();

export interface RehearsalClientEvents {
  'rehearsal:clock': (reply: (studioMs: number) => void) => void;
  'rehearsal:join': (request: JoinRequest, reply: (answer: JoinReply) => void) => void;
  'rehearsal:command': (
    command: z.infer<typeof roomCommandSchema>,
    reply: (answer: CommandReply) => void,
  ) => void;
}
export interface RehearsalServerEvents {
  rehearsal: (event: RoomEvent) => void;
}
