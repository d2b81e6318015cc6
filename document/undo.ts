// Undo for one person: their own gestures, one step each, never anybody else's edits.
import * as Y from 'yjs';
import { REGISTER_MAPS } from './register-maps';

export interface PersonalUndo {
  /** A hand goes on a control: everything until `endGesture` becomes one step. Gestures may overlap (two fingers). */
  beginGesture(): void;
  /** The hand lets go. */
  endGesture(): void;
  /** Takes back the last own step; false when there is none or a hand is still on a control. */
  undo(): boolean;
  /** Brings back the last step taken back; false when there is none or a hand is still on a control. */
  redo(): boolean;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Calls `listener` whenever `canUndo` or `canRedo` may have changed; returns the way to stop that. */
  onChange(listener: () => void): () => void;
  destroy(): void;
}

/**
 * Makes the undo of one person (one tab).
 *
 * Where somebody else has set the same register since, theirs stays: undo only removes what is still ours.
 * Comments are not taken back: they are changed and removed where they stand, when others may have answered.
 * While a hand is on a control, undo waits, since the next move of that hand would overwrite it at once.
 * @param origin the transaction origin that this person's edits carry
 */
export function createPersonalUndo(doc: Y.Doc, origin: unknown): PersonalUndo {
  const scope = REGISTER_MAPS.filter((map) => map.isUndoable).map((map) => doc.getMap(map.name));
  const manager = new Y.UndoManager(scope, {
    trackedOrigins: new Set([origin]),
    // Steps end where gestures end, not after a while: a slow fade of a fader is still one step.
    captureTimeout: Number.POSITIVE_INFINITY,
  });
  let activeGestures = 0;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  manager.on('stack-item-added', () => {
    if (activeGestures === 0) manager.stopCapturing();
    notify();
  });
  manager.on('stack-item-popped', notify);
  manager.on('stack-cleared', notify);

  return {
    beginGesture() {
      if (activeGestures === 0) manager.stopCapturing();
      activeGestures += 1;
    },
    endGesture() {
      activeGestures = Math.max(0, activeGestures - 1);
      if (activeGestures === 0) manager.stopCapturing();
    },
    undo: () => activeGestures === 0 && manager.undo() !== null,
    redo: () => activeGestures === 0 && manager.redo() !== null,
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      listeners.clear();
      manager.destroy();
    },
  };
}
