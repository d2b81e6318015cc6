// Presence messages between processes: small enough for a notification of PostgreSQL.
import { z } from 'zod';
import { presenceSchema } from '@/document/wire/presence';
import type { RemoteEntry } from './remote-presence';

/** A channel of its own: the workers, which listen to the bus, are not woken ten times a second. */
export const PRESENCE_CHANNEL = 'isomix_presence';
/** PostgreSQL takes payloads shorter than 8,000 bytes; one state with its names stays below half of that. */
const MAX_PAYLOAD_BYTES = 7_900;

const counter = z.number().int().nonnegative();

const messageSchema = z.object({
  /** The sending process. */
  from: z.string().min(1).max(64),
  /** `ask`: all others should send all their entries. `bye`: this process and its users are gone. */
  say: z.enum(['alive', 'ask', 'bye']),
  /** Project, client id, clock, user, state. */
  seats: z.array(z.tuple([z.string(), counter, counter, z.string(), presenceSchema.nullable()])),
});

export type PresenceMessage = z.infer<typeof messageSchema>;
export type PresenceMessageKind = PresenceMessage['say'];

export interface ProjectEntry {
  readonly projectId: string;
  readonly entry: RemoteEntry;
}

/** Reads a payload; null when it is none of ours. */
export function readPresenceMessage(payload: string | undefined): PresenceMessage | null {
  try {
    return messageSchema.safeParse(JSON.parse(payload ?? '')).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const entriesOf = ({ seats: entries }: PresenceMessage): ProjectEntry[] =>
  entries.map(([projectId, clientId, clock, userId, state]) => ({
    projectId,
    entry: { clientId, clock, userId, state: state === null ? null : JSON.stringify(state) },
  }));

/**
 * Spreads the entries over as few payloads as fit; the first one always exists and carries the message kind.
 */
export function presencePayloads(
  from: string,
  firstKind: PresenceMessageKind,
  entries: readonly ProjectEntry[],
): string[] {
  const wrap = (kind: PresenceMessageKind, parts: readonly string[]) =>
    `{"from":${JSON.stringify(from)},"say":"${kind}","seats":[${parts.join(',')}]}`;
  const room = MAX_PAYLOAD_BYTES - Buffer.byteLength(wrap('alive', []));
  const groups: string[][] = [[]];
  let used = 0;
  for (const { projectId, entry } of entries) {
    // The state is JSON already: embedded as it is, instead of as a quoted string of almost twice the size.
    const head = JSON.stringify([projectId, entry.clientId, entry.clock, entry.userId]).slice(0, -1);
    const part = `${head},${entry.state ?? 'null'}]`;
    const bytes = Buffer.byteLength(part) + 1;
    if (used + bytes > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(part);
    used += bytes;
  }
  return groups.map((parts, index) => wrap(index === 0 ? firstKind : 'alive', parts));
}
