// Edits of automation: adding, moving and removing the points of a lane in the shared document.
import { addPoint, clearLane, movePoint, removePoint } from '@/document/automation';
import { type LaneOf, laneEntity, type Point } from '@/document/automation-schema';
import { registerKey } from '@/document/registers';
import { grabOnLane, type LaneGesture, type LaneGestureParts, tryOnLane } from './lane-gesture';

export class PointControl {
  readonly #parts: LaneGestureParts;

  constructor(parts: LaneGestureParts) {
    this.#parts = parts;
  }

  /** Takes a point in hand. Nothing is written until it moves. */
  grab(of: LaneOf, pointId: string): LaneGesture<Point> {
    const { doc, origin } = this.#parts;
    return grabOnLane(this.#parts, registerKey(laneEntity(of), pointId), (point: Point) =>
      movePoint(doc, of, pointId, point, origin),
    );
  }

  /** Adds a point; null when there is no room for it. */
  add(of: LaneOf, point: Point): string | null {
    const { doc, origin } = this.#parts;
    let id: string | null = null;
    tryOnLane(this.#parts, () => {
      id = addPoint(doc, of, point, origin);
    });
    return id;
  }

  /** Moves a point in one go, as a key does. */
  put(of: LaneOf, pointId: string, point: Point): void {
    const { doc, origin } = this.#parts;
    tryOnLane(this.#parts, () => movePoint(doc, of, pointId, point, origin));
  }

  remove(of: LaneOf, pointId: string): void {
    const { doc, origin } = this.#parts;
    tryOnLane(this.#parts, () => removePoint(doc, of, pointId, origin));
  }

  /** Removes every point of a lane, so that its control takes effect again. */
  clear(of: LaneOf): void {
    const { doc, origin } = this.#parts;
    tryOnLane(this.#parts, () => clearLane(doc, of, origin));
  }
}
