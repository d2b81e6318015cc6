// What travels over socket.io between the studio and the browsers that watch a project.
import { z } from 'zod';
import { JOB_STATES, VISIBLE_JOB_NAMES } from '@/contract/jobs';
import { roleSchema } from '@/contract/roles';
import { SET_PHASES, SET_STATUSES } from '@/contract/set-vocabulary';
import { stemResultSchema } from '../schema';
import { projectIdSchema } from './project-id';
import type { RehearsalClientEvents, RehearsalServerEvents } from './rehearsal';

/** Client to server: `project:watch` and `project:unwatch`. */
export const watchRequestSchema = z.object({ projectId: projectIdSchema });
export type WatchRequest = z.infer<typeof watchRequestSchema>;

/** The answer to `project:watch`. */
export const watchReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type WatchReply = z.infer<typeof watchReplySchema>;

/**
 * The stems of a running separation, each of which can be played from the beginning to `availableSamples`.
 */
export const partialStemsSchema = z.object({
  availableSamples: z.number().int().positive(),
  stems: z.array(stemResultSchema).min(1),
});
export type PartialStems = z.infer<typeof partialStemsSchema>;

/** Server to client, event `job`: where a job of a watched project stands. `progress` runs from 0 to 1. */
export const jobEventSchema = z.object({
  projectId: projectIdSchema,
  jobId: z.string(),
  name: z.enum(VISIBLE_JOB_NAMES),
  state: z.enum(JOB_STATES),
  stage: z.string(),
  progress: z.number().min(0).max(1),
  /** 1 for the next one; null unless it waits. */
  queuePosition: z.number().int().nonnegative().nullable(),
  etaS: z.number().nonnegative().nullable(),
  error: z.string().nullable(),
  mixId: z.string().nullable(),
  /** The stem that a restyle is for; null for other jobs. */
  stemId: z.string().nullable(),
  /** Null for other jobs, and while nothing can be played yet. */
  partialResult: partialStemsSchema.nullable(),
});
export type JobEvent = z.infer<typeof jobEventSchema>;

/** Server to client, event `project`: `removed` and `role` concern the person who receives it. */
export const projectEventSchema = z.object({
  projectId: projectIdSchema,
  change: z.enum(['renamed', 'members', 'deleted', 'removed', 'role']),
  role: roleSchema.optional(),
});
export type ProjectEvent = z.infer<typeof projectEventSchema>;

/** One message of a project's chat; ids count up. The author is null once the account is gone. */
export const chatMessageSchema = z.object({
  id: z.number().int().positive(),
  author: z.object({ id: z.string(), name: z.string() }).nullable(),
  text: z.string(),
  at: z.iso.datetime(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** Server to client, event `chat`: somebody wrote. */
export const chatEventSchema = z.object({ projectId: projectIdSchema, message: chatMessageSchema });
export type ChatEvent = z.infer<typeof chatEventSchema>;

/** Server to client, event `news`: something of the project has changed and should be read again. */
export const changeEventSchema = z.object({
  projectId: projectIdSchema,
  of: z.enum(['activity', 'versions', 'tracks', 'sources', 'beats', 'sets']),
});
export type ChangeEvent = z.infer<typeof changeEventSchema>;

/** Server to client, event `set`: how far a set of a watched project is. */
export const setEventSchema = z.object({
  projectId: projectIdSchema,
  setId: z.string(),
  status: z.enum(SET_STATUSES),
  phase: z.enum(SET_PHASES),
  /** The segment that is rendered, from 1; 0 before the first */
  currentSegment: z.number().int().nonnegative(),
  totalSegments: z.number().int().nonnegative(),
  /** 0 to 1 */
  progress: z.number().min(0).max(1),
  etaS: z.number().nonnegative().nullable(),
  error: z.string().nullable(),
});
export type SetEvent = z.infer<typeof setEventSchema>;

/** The events of one socket, for the type parameters of socket.io and socket.io-client. */
export interface ClientToServerEvents extends RehearsalClientEvents {
  'project:watch': (request: WatchRequest, reply: (answer: WatchReply) => void) => void;
  'project:unwatch': (request: WatchRequest) => void;
}
export interface ServerToClientEvents extends RehearsalServerEvents {
  job: (event: JobEvent) => void;
  project: (event: ProjectEvent) => void;
  chat: (event: ChatEvent) => void;
  news: (event: ChangeEvent) => void;
  set: (event: SetEvent) => void;
}
