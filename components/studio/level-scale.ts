// Where a level stands on a meter: 0 at -60 dBFS, 1 at full scale, straight in decibels between.
import { gainToDb } from '@/audio/units';

const FLOOR_DB = -60;

/** The marks beside the master meter. */
export const METER_MARKS_DB: readonly number[] = [-48, -36, -24, -18, -12, -6, -3, 0];

/** Position 0 to 1 of a level in dBFS. */
export function meterPosition(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DB));
}

/** Position 0 to 1 of a linear amplitude. */
export const amplitudePosition = (amplitude: number): number => meterPosition(gainToDb(amplitude));

/** How a peak mark falls: it stays for a while, then sinks. */
export class PeakHold {
  #peak = 0;
  #held = 0;

  /** Forgets the peak. */
  reset(): void {
    this.#peak = 0;
    this.#held = 0;
  }

  /** Feeds one reading (30 a second); returns the amplitude to mark. */
  feed(peak: number): number {
    if (peak >= this.#peak) {
      this.#peak = peak;
      this.#held = 0;
      return this.#peak;
    }
    this.#held += 1;
    if (this.#held > 30) this.#peak = Math.max(peak, this.#peak * 0.92);
    return this.#peak;
  }
}
