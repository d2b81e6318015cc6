// Power to decibels, with a floor under what is too quiet to matter.

/** Power below this counts as this: -100 dB. */
export const MIN_POWER = 1e-10;

/** Of a power, whose logarithm is twice that of a gain. */
const POWER_DB_PER_NEPER = 10 / Math.LN10;

/**
 * Turns power into dB re 1 in place, nothing more than `topDb` below the loudest value.
 * @param topDb dB kept below the loudest value; Infinity keeps all
 * @returns the array given
 */
export function powerToDb(power: Float32Array, topDb = 80): Float32Array {
  let loudest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < power.length; i++) {
    const db = POWER_DB_PER_NEPER * Math.log(Math.max(MIN_POWER, power[i]!));
    power[i] = db;
    if (db > loudest) loudest = db;
  }
  const floor = Math.fround(loudest) - topDb;
  for (let i = 0; i < power.length; i++) if (power[i]! < floor) power[i] = floor;
  return power;
}
