// Reads and writes the frames of the y-websocket protocol; nothing here touches a document's content.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import type * as Y from 'yjs';
import {
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@/document/wire/acknowledge';

export type Frame =
  /** The client says what it has and asks for the rest. */
  | { readonly kind: 'ask'; readonly state: Uint8Array }
  /** The client sends what it thinks we lack: once per connection in answer to our question. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'update'; readonly bytes: Uint8Array }
  | { readonly kind: 'presence'; readonly bytes: Uint8Array }
  | { readonly kind: 'ask-presence' }
  | { readonly kind: 'unreadable' };

const UNREADABLE: Frame = { kind: 'unreadable' };

function readSyncFrame(decoder: decoding.Decoder): Frame {
  const type = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (type === SYNC_STEP_1) return { kind: 'ask', state: bytes };
  if (type === SYNC_STEP_2) return { kind: 'answer', bytes };
  return type === SYNC_UPDATE ? { kind: 'update', bytes } : UNREADABLE;
}

/** Takes a binary frame apart; whatever its bytes are, this returns. */
export function readFrame(data: Uint8Array): Frame {
  try {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE_SYNC) return readSyncFrame(decoder);
    if (type === MESSAGE_AWARENESS) return { kind: 'presence', bytes: decoding.readVarUint8Array(decoder) };
    return type === MESSAGE_QUERY_AWARENESS ? { kind: 'ask-presence' } : UNREADABLE;
  } catch {
    // lib0 throws on short or overlong input; the frame is nothing we know, which is all there is to say.
    return UNREADABLE;
  }
}

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** Our question to a client: what do you have that `doc` lacks? */
export const questionFrame = (doc: Y.Doc): Uint8Array =>
  syncFrame((encoder) => sync.writeSyncStep1(encoder, doc));

/**
 * Our answer to a client that has `state`.
 * @throws when `state` is no state vector
 */
export const answerFrame = (doc: Y.Doc, state: Uint8Array): Uint8Array =>
  syncFrame((encoder) => sync.writeSyncStep2(encoder, doc, state));

/** An encoded update as our answer to a client's question. */
export const syncAnswerFrame = (update: Uint8Array): Uint8Array =>
  syncFrame((encoder) => {
    encoding.writeVarUint(encoder, SYNC_STEP_2);
    encoding.writeVarUint8Array(encoder, update);
  });

export const updateFrame = (update: Uint8Array): Uint8Array =>
  syncFrame((encoder) => sync.writeUpdate(encoder, update));

/** Wraps an encoded awareness update. */
export function presenceFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
