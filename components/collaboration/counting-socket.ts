// A WebSocket that reports what is sent over it, for the provider to use in place of the browser's own.
import { carriesEdits, createSaveTracker } from '@/document/wire/acknowledge';

export interface AcknowledgeCounter {
  /** Give this to the provider as its WebSocketPolyfill. */
  readonly Socket: typeof WebSocket;
  /** The server has committed `count` edit messages of the current connection. */
  acknowledged(count: number): void;
}

/** The part of WebSocket that the counter builds on, so that tests can bring their own. */
export type SocketClass = typeof WebSocket;

function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof Uint8Array) return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : null;
}

/**
 * Counts edit messages out against acknowledgements in. Right after opening, nothing counts as saved until
 * the browser has sent what the server lacks and the server has committed it: that first message carries
 * whatever was edited offline.
 */
export function createAcknowledgeCounter(
  Base: SocketClass,
  onChange: (saved: boolean) => void,
): AcknowledgeCounter {
  let caughtUp = false;
  const tracker = createSaveTracker(() => report());
  const report = () => onChange(caughtUp && tracker.isSaved());
  class CountingSocket extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      caughtUp = false;
      tracker.opened();
      report();
    }
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
      const frame = bytesOf(data);
      if (frame) {
        tracker.sent(frame);
        if (carriesEdits(frame)) caughtUp = true;
      }
      super.send(data as ArrayBufferView<ArrayBuffer>);
    }
  }
  return { Socket: CountingSocket, acknowledged: (count) => tracker.acknowledged(count) };
}
