// The studio itself, its health and its description: the operations of the API and what they answer.
import { z } from 'zod';
import { operation } from './operation';

const partSchema = z.enum(['ok', 'error']);

const loopSchema = z.object({
  /** What it does, such as `storing edits` */
  name: z.string(),
  status: z.enum(['ok', 'stuck']),
  /** For how long work has been waiting without a round that finished; null while nothing waits */
  waiting_s: z.number().nullable(),
});

export const healthSchema = z.object({
  /**
   * `ok`: all is there; `degraded`: people can work, but something waits (jobs, audio, events of other processes);
   * `error`: requests fail, or edits are not stored
   */
  status: z.enum(['ok', 'degraded', 'error']),
  database: partSchema,
  queue: partSchema,
  storage: partSchema,
  /** The loops of the web process that answers */
  loops: z.array(loopSchema),
  /** One message for each unhealthy part; empty when all is well */
  ill: z.array(z.string()),
  workers: z.array(
    z
      .object({
        /** The queue it works for: `separation` or `cpu` */
        kind: z.string(),
        alive: z.boolean(),
        /** How many jobs it does beside each other */
        concurrency: z.number().int(),
        /** What inference runs on, for separation workers; null until they found out */
        provider: z.string().nullable().optional(),
        /** Its loops that do not get on */
        stuck: z.array(z.string()).optional(),
        /** Why the worker accepts no jobs at the moment, as a message; null while it does */
        problem: z.string().nullable().optional(),
      })
      // Each kind of worker may tell more about itself.
      .catchall(z.json()),
  ),
  version: z.string(),
});
export type Health = z.output<typeof healthSchema>;

/** Whether the process and its event loop run; says nothing about what it depends on. */
export const liveSchema = z.object({ status: z.literal('ok'), uptime_s: z.number() });

/** Whether this process can serve people. */
export const readySchema = z.object({
  /** `degraded` can serve people as well: audio or jobs wait; `unavailable` is answered with 503 */
  status: z.enum(['ready', 'degraded', 'unavailable']),
  ill: z.array(z.string()),
});
export type Readiness = z.output<typeof readySchema>;

/** Answered with 503 when the status is `error`. */
export const getHealth = operation({
  method: 'get',
  path: '/health',
  summary:
    'See which part of the studio is ill, workers included; 503 when requests fail or edits are not stored.',
  access: 'open',
  answer: { status: 200, schema: healthSchema },
});

export const getLiveness = operation({
  method: 'get',
  path: '/health/live',
  summary: 'See whether this web process runs, whatever it depends on: when not, restart it.',
  access: 'open',
  answer: { status: 200, schema: liveSchema },
});

export const getReadiness = operation({
  method: 'get',
  path: '/health/ready',
  summary: 'See whether this web process can serve people: when not (503), send them to another one.',
  access: 'open',
  answer: { status: 200, schema: readySchema },
});

export const getDescription = operation({
  method: 'get',
  path: '/openapi.json',
  summary: 'This description.',
  access: 'open',
  answer: { status: 200, schema: z.record(z.string(), z.json()) },
});
