// What somebody means who types a figure over another.
import { parseValue, type Unit } from '@/document/value-text';

/**
 * A bare figure counts what the one before counted, `3` over `2.5 kHz` is 3 kHz, unless that lies out of range: `300`
 * there is 300 Hz.
 * @param shown the unit that stands behind the field
 * @returns null for what is no number; a number out of range is pulled in
 */
export function readTyped(
  unit: Unit,
  shown: string,
  typed: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  const readings = [parseValue(unit, `${typed}${shown}`), parseValue(unit, typed)].filter(
    (reading) => reading !== null,
  );
  const fitting = readings.find((reading) => reading >= min && reading <= max) ?? readings[0];
  return fitting === undefined ? null : Math.min(max, Math.max(min, fitting));
}
