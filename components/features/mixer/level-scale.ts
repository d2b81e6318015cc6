// Where a level stands on a meter, and how fast what it shows may fall.

const FLOOR_DB = -60;

/** Readings per second. */
const READINGS = 30;
/** How fast a bar falls, as peak programme meters do, so that short peaks can be seen: in dB per reading. */
const FALL_DB = 24 / READINGS;
/** How long the mark of a peak stands before it falls: one second. */
const HELD_READINGS = READINGS;

/** The marks beside the master meter. */
export const METER_MARKS_DB: readonly number[] = [-48, -36, -24, -18, -12, -6, -3, 0];

/** Position 0 to 1 of a level in dBFS: 0 at -60 dBFS, 1 at full scale, straight in decibels between. */
export function meterPosition(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DB));
}

/** A level that rises at once and falls slowly. */
export class FallingLevel {
  #shown = Number.NEGATIVE_INFINITY;

  reset(): void {
    this.#shown = Number.NEGATIVE_INFINITY;
  }

  /** Feeds one reading in dBFS; returns the level to show. */
  feed(db: number): number {
    this.#shown = Math.max(db, this.#shown < FLOOR_DB ? Number.NEGATIVE_INFINITY : this.#shown - FALL_DB);
    return this.#shown;
  }
}

/** How a peak mark falls: it stays for a while, then sinks. */
export class PeakHold {
  #peak = Number.NEGATIVE_INFINITY;
  #heldReadings = 0;

  /** Clears the peak. */
  reset(): void {
    this.#peak = Number.NEGATIVE_INFINITY;
    this.#heldReadings = 0;
  }

  /** Feeds one reading in dBFS; returns the level to mark. */
  feed(db: number): number {
    if (db >= this.#peak) {
      this.#peak = db;
      this.#heldReadings = 0;
      return this.#peak;
    }
    this.#heldReadings += 1;
    if (this.#heldReadings > HELD_READINGS) this.#peak = Math.max(db, this.#peak - FALL_DB);
    return this.#peak;
  }
}
