// Memory for decoded windows, used again and again: a song of any length makes no garbage.
import { release } from './release';
import type { DecodedWindow } from './window-store';

/** Windows kept for the next use: as many as are decoded at a time on most machines. */
const MAX_SPARE = 2;

/** Lends pairs of arrays of one length. */
export class WindowPool {
  private spare: DecodedWindow[] = [];

  /** A window of `length` samples a channel, with anything in it. */
  take(length: number): DecodedWindow {
    const at = this.spare.findIndex((window) => window.left.length === length);
    const [found] = at < 0 ? [] : this.spare.splice(at, 1);
    return found ?? { left: new Float32Array(length), right: new Float32Array(length) };
  }

  /** Takes a window back that nobody reads any more. */
  give(window: DecodedWindow): void {
    this.spare.push(window);
    const surplus = this.spare.length > MAX_SPARE ? this.spare.shift() : undefined;
    if (surplus) release([surplus.left.buffer, surplus.right.buffer]);
  }
}
