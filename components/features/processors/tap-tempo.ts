// A tempo from taps in time with the music.

import { median } from '@/audio/track/curves';
import { MINUTE_MS } from '@/contract/durations';

const MIN_TAPS = 4;
/** After a longer pause the next tap is the first of another tempo. */
export const TAP_PAUSE_MS = 2_000;

export class TapTempo {
  #times: number[] = [];

  /**
   * Adds a tap.
   * @param timeMs when it was, on a clock that only goes forward
   * @returns beats per minute by the median interval, or null for fewer than four taps without a pause
   */
  tap(timeMs: number): number | null {
    const last = this.#times.at(-1);
    if (last !== undefined && timeMs - last > TAP_PAUSE_MS) this.#times = [];
    this.#times.push(timeMs);
    if (this.#times.length < MIN_TAPS) return null;
    const intervals = this.#times.slice(1).map((time, i) => time - (this.#times[i] ?? time));
    return MINUTE_MS / median(intervals);
  }
}
