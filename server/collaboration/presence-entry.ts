// The entries of an awareness frame: reading them, and setting the identity that the server has verified.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Identity, MAX_PRESENCE_BYTES, presenceSchema } from '@/document/wire/presence';
import { presenceFrame } from './frames';

const MAX_ENTRIES = 1_000;

export interface PresenceEntry {
  readonly clientId: number;
  readonly clock: number;
  /** JSON of the state; `null` when the person is gone. */
  readonly json: string;
}

/** @throws RangeError or what lib0 throws when the bytes are no awareness frame */
export function readEntries(bytes: Uint8Array): PresenceEntry[] {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > MAX_ENTRIES) throw new RangeError('Too many presence entries.');
  return Array.from({ length: count }, () => ({
    clientId: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    json: decoding.readVarString(decoder),
  }));
}

export function entriesFrame(entries: readonly PresenceEntry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, json } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, json);
  }
  return presenceFrame(encoding.toUint8Array(encoder));
}

export interface SignedState {
  /** What others see; null when the person is leaving. */
  readonly state: string | null;
  /** Whether the client said something else about who it is. */
  readonly isCorrected: boolean;
}

/**
 * Sets the verified identity in a state; null when what the client sent is no presence.
 * @throws SyntaxError when it is not even JSON
 */
export function signState(json: string, identity: Identity): SignedState | null {
  if (Buffer.byteLength(json) > MAX_PRESENCE_BYTES) return null;
  const value: unknown = JSON.parse(json);
  if (value === null) return { state: null, isCorrected: false };
  const parsed = presenceSchema.safeParse(value);
  if (!parsed.success) return null;
  const { user } = parsed.data;
  const isCorrected =
    user?.userId !== identity.userId || user.name !== identity.name || user.color !== identity.color;
  return { state: JSON.stringify({ ...parsed.data, user: identity }), isCorrected };
}
