// What a clip and a point have in common while they are dragged: a gesture and snapping that end together, and Escape.
import { type LaneGesture, onEscape } from '@/components/session/lanes/lane-gesture';
import type { Snap } from './use-snap';

interface LaneGrabParts<Value> {
  readonly gesture: LaneGesture<Value>;
  readonly snap: Snap;
  /** Puts what is dragged back where it was; called when Escape is pressed. */
  readonly restore: () => void;
}

/** From the press to the release. */
export class LaneGrab<Value> {
  readonly gesture: LaneGesture<Value>;
  readonly snap: Snap;
  readonly #stopListening: () => void;
  #isDropped = false;

  constructor({ gesture, snap, restore }: LaneGrabParts<Value>) {
    this.gesture = gesture;
    this.snap = snap;
    this.#stopListening = onEscape(() => {
      this.#isDropped = true;
      snap.end();
      restore();
    });
  }

  /** Whether Escape was pressed: further movement of the pointer has no effect. */
  get isDropped(): boolean {
    return this.#isDropped;
  }

  /** At the release: writes what is still to be written. */
  end(): void {
    this.#stopListening();
    this.snap.end();
    this.gesture.release();
  }
}
