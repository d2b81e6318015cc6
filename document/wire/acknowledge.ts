// The acknowledgement on the document socket: which of a browser's edits are safely on disk.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Message types of the y-websocket protocol, and ours. */
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_QUERY_AWARENESS = 3;
export const MESSAGE_ACKNOWLEDGE = 100;

/** Sync messages that carry edits: the answer to the server's question, and a plain update. */
export const SYNC_STEP_1 = 0;
export const SYNC_STEP_2 = 1;
export const SYNC_UPDATE = 2;

/** Encodes "the first `count` edit messages of this connection are committed". */
export function encodeAcknowledgement(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_ACKNOWLEDGE);
  encoding.writeVarUint(encoder, count);
  return encoding.toUint8Array(encoder);
}

/** The body of message 100, after its type: what `provider.messageHandlers[100]` receives. */
export const readAcknowledgement = (decoder: decoding.Decoder): number => decoding.readVarUint(decoder);

/** Whether a frame that a client sends carries edits, and so will be acknowledged. */
export function carriesEdits(frame: Uint8Array): boolean {
  return frame[0] === MESSAGE_SYNC && (frame[1] === SYNC_STEP_2 || frame[1] === SYNC_UPDATE);
}

export interface SaveTracker {
  /** A connection opened: the counting starts anew. */
  opened(): void;
  /** A frame went out. */
  sent(frame: Uint8Array): void;
  /** The server acknowledged `count` edit messages of this connection. */
  acknowledged(count: number): void;
  /** Whether everything sent over this connection is on disk. */
  isSaved(): boolean;
}

/**
 * Counts what went out against what was acknowledged, for the word "Saved" on the page.
 * Feed `sent` from a WebSocket subclass given to the provider as `WebSocketPolyfill`.
 */
export function createSaveTracker(onChange: (saved: boolean) => void): SaveTracker {
  let sent = 0;
  let committed = 0;
  const change = (update: () => void) => {
    const before = sent <= committed;
    update();
    const after = sent <= committed;
    if (before !== after) onChange(after);
  };
  return {
    opened: () =>
      change(() => {
        sent = 0;
        committed = 0;
      }),
    sent: (frame) =>
      change(() => {
        if (carriesEdits(frame)) sent += 1;
      }),
    acknowledged: (count) =>
      change(() => {
        committed = Math.max(committed, count);
      }),
    isSaved: () => sent <= committed,
  };
}
