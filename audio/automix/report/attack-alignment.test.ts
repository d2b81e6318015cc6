// Attacks against attacks: known offsets are found, and what has nothing in common gives none.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../dither';
import { ATTACK_BANDS, type AttackCurves } from '../analyse/attack-curves';
import { alignAttacks } from './attack-alignment';

const BEAT_ROWS = 86;
const BEATS = 16;
const ROWS = BEAT_ROWS * BEATS;
const beatRows = Array.from({ length: BEATS + 1 }, (_, beat) => beat * BEAT_ROWS);

/** Attacks of one band at the given rows, as bumps of a few rows. */
function addAttacks(curves: AttackCurves, band: number, at: (beat: number) => number[], shift: number): void {
  for (let beat = -2; beat < BEATS + 2; beat++) {
    for (const part of at(beat)) {
      const centre = (beat + part) * BEAT_ROWS + shift;
      for (let row = Math.ceil(centre - 3); row <= centre + 3; row++) {
        if (row < 0 || row >= curves.frames) continue;
        curves.values[row * ATTACK_BANDS + band]! += 1 - Math.abs(row - centre) / 3;
      }
    }
  }
}

const empty = (): AttackCurves => ({
  values: new Float32Array(ROWS * ATTACK_BANDS),
  bands: ATTACK_BANDS,
  frames: ROWS,
});

/** Four to the floor with hats between the beats. */
function house(shift: number): AttackCurves {
  const curves = empty();
  addAttacks(curves, 0, () => [0], shift);
  addAttacks(curves, 2, () => [0.5], shift);
  return curves;
}

/** Kick and snare by turns, hats in eighths. */
function rock(shift: number): AttackCurves {
  const curves = empty();
  addAttacks(curves, 0, (beat) => (beat % 2 === 0 ? [0] : []), shift);
  addAttacks(curves, 1, (beat) => (beat % 2 === 0 ? [] : [0]), shift);
  addAttacks(curves, 2, () => [0, 0.5], shift);
  return curves;
}

describe('alignAttacks', () => {
  it.each([0, 3.4, -7, 34, -30])('finds that one drummer is %d rows late for the other', (shift) => {
    const found = alignAttacks(house(2), rock(2 + shift), beatRows);
    if (!('offsets' in found)) throw new Error(found.reason);
    for (const { rows } of found.offsets) expect(Math.abs(rows - shift)).toBeLessThan(0.6);
  });

  it('follows a beat that moves within the overlap', () => {
    const moving = house(0);
    const late = house(20);
    moving.values.set(late.values.subarray((ROWS / 2) * ATTACK_BANDS), (ROWS / 2) * ATTACK_BANDS);
    const found = alignAttacks(house(0), moving, beatRows);
    if (!('offsets' in found)) throw new Error(found.reason);
    expect(found.offsets[0]!.rows).toBeCloseTo(0, 0);
    expect(found.offsets.at(-1)!.rows).toBeCloseTo(20, 0);
  });

  it('gives a reason where there are no attacks, only noise, or too few beats', () => {
    expect(alignAttacks(house(0), empty(), beatRows)).toHaveProperty('reason');
    const random = seededRandom(3);
    const noise = { ...empty(), values: Float32Array.from({ length: ROWS * ATTACK_BANDS }, random) };
    expect(alignAttacks(house(0), noise, beatRows)).toHaveProperty('reason');
    expect(alignAttacks(house(0), house(0), [0, BEAT_ROWS])).toHaveProperty('reason');
  });
});
