// The events of a continuous control: press, move, release. One gesture is one undo step.

export interface Gesture {
  grab(): void;
  move(value: number): void;
  release(): void;
}

/** Somebody else whose hand is on a control. */
export interface RemoteEditor {
  readonly name: string;
  readonly color: string;
}

/** A change made in one go, by a key or a typed value. */
export function changeOnce(gesture: Gesture, value: number): void {
  gesture.grab();
  gesture.move(value);
  gesture.release();
}

/** The direction an arrow key turns a control: 1 up, -1 down, null for other keys. */
export function arrowStep(key: string): 1 | -1 | null {
  if (key === 'ArrowUp' || key === 'ArrowRight') return 1;
  if (key === 'ArrowDown' || key === 'ArrowLeft') return -1;
  return null;
}
