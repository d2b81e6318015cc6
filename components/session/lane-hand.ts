// A hand on something on a lane: what it does reaches the shared document soon, and undo as one gesture.
import type * as Y from 'yjs';
import type { PersonalUndo } from '@/document/undo';
import { sentenceOf } from '../api/problem';
import { createThrottle } from '../ui/throttle';

export interface LaneHandParts {
  readonly doc: Y.Doc;
  /** The transaction origin that `undo` tracks. */
  readonly origin: unknown;
  readonly undo: PersonalUndo;
  /** Tells the others which register this hand is on. */
  readonly announce: (register: string | null) => void;
  /** Tells this person why an edit was not made; null when it was. */
  readonly tell: (problem: string | null) => void;
}

/** In hand until it is let go; all that happens between is one step of undo. */
export interface LaneHand<Value> {
  move(value: Value): void;
  release(): void;
}

/** As often as faders write. */
const WRITE_EVERY_MS = 33;

/** Makes an edit; false when it was refused, and the person has been told. */
export function tryOnLane({ tell }: LaneHandParts, edit: () => void): boolean {
  try {
    edit();
    tell(null);
    return true;
  } catch (failure) {
    tell(sentenceOf(failure));
    return false;
  }
}

/** Takes something in hand. Nothing is written until it moves. */
export function grabOnLane<Value>(
  parts: LaneHandParts,
  register: string,
  write: (value: Value) => void,
): LaneHand<Value> {
  const writes = createThrottle<Value>(WRITE_EVERY_MS, (value) => {
    tryOnLane(parts, () => write(value));
  });
  parts.undo.beginGesture();
  parts.announce(register);
  return {
    move: (value) => writes.push(value),
    release() {
      writes.flush();
      parts.undo.endGesture();
      parts.announce(null);
    },
  };
}

/** Calls `drop` when Escape is pressed, before anybody else hears of it. Returns the way to stop that. */
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
