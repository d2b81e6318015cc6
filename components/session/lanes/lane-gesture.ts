// A hand on something on a lane: what it does reaches the shared document soon, and undo as one gesture.
import type * as Y from 'yjs';
import type { PersonalUndo } from '@/document/undo';
import { errorMessage } from '../../api/problem';
import { createThrottle, WRITE_EVERY_MS } from '../../ui/throttle';

export interface LaneGestureParts {
  readonly doc: Y.Doc;
  /** The transaction origin that `undo` tracks. */
  readonly origin: unknown;
  readonly undo: PersonalUndo;
  /** Notifies the other users which register this gesture is editing. */
  readonly announce: (register: string | null) => void;
  /** Reports to the user why an edit was rejected. */
  readonly report: (problem: string) => void;
}

/** In hand until it is let go; all that happens between is one step of undo. */
export interface LaneGesture<Value> {
  move(value: Value): void;
  /** Writes what is still to be written, before an edit of another kind in the same gesture. */
  flush(): void;
  release(): void;
}

/** Makes an edit; false when it was rejected and the user has been notified. */
export function tryOnLane({ report }: LaneGestureParts, edit: () => void): boolean {
  try {
    edit();
    return true;
  } catch (failure) {
    report(errorMessage(failure));
    return false;
  }
}

/** Takes something in hand. Nothing is written until it moves. */
export function grabOnLane<Value>(
  parts: LaneGestureParts,
  register: string,
  write: (value: Value) => void,
): LaneGesture<Value> {
  const writes = createThrottle<Value>(WRITE_EVERY_MS, (value) => {
    tryOnLane(parts, () => write(value));
  });
  parts.undo.beginGesture();
  parts.announce(register);
  return {
    move: (value) => writes.push(value),
    flush: () => writes.flush(),
    release() {
      writes.flush();
      parts.undo.endGesture();
      parts.announce(null);
    },
  };
}

/**
 * Calls `drop` when Escape is pressed, before any other listener receives it. Returns a function that stops
 * listening.
 */
export function onEscape(drop: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    drop();
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}
