// Which tracks of a set are transposed: as few as possible, each by a semitone that makes it fit its neighbours.

import type { DjRules } from '@/contract/dj-rules';
import { keyDistance, transposed } from '../analyse/harmony';
import type { MixTrack } from '../analyse/mix-track';
import type { TempoMatch } from '../analyse/tempo-match';

/** One clash outweighs one transposition; nobody transposes for less. */
const CLASH_COST = 1;
const SHIFT_COST = 0.6;

/** The distance between the keys that meet when one track goes over into the next. */
export function meetingDistance(from: MixTrack, fromShift: number, to: MixTrack, toShift: number): number {
  if (!from.keyEnd || !to.keyStart) return 0;
  return keyDistance(transposed(from.keyEnd, fromShift), transposed(to.keyStart, toShift));
}

const costOfShift = (shift: number): number => (shift === 0 ? 0 : SHIFT_COST);

/** Where beats are not locked keys hardly meet, and nothing is transposed for it. */
type Locks = ReadonlyArray<TempoMatch | null>;

/** What transpositions cost: themselves, and the clashes that are left. Less than none at all, or they are idle. */
export function transpositionCost(
  tracks: readonly MixTrack[],
  shifts: readonly number[],
  locks: Locks,
  rules: DjRules,
): number {
  const own = shifts.reduce((sum, shift) => sum + costOfShift(shift), 0);
  const clashes = locks.filter(
    (lock, i) =>
      lock && meetingDistance(tracks[i]!, shifts[i]!, tracks[i + 1]!, shifts[i + 1]!) > rules.maxKeyDistance,
  );
  return own + CLASH_COST * clashes.length;
}

/** Chooses the transposition of every track in semitones: the cheapest way through the set (Viterbi). */
export function transpositions(tracks: readonly MixTrack[], locks: Locks, rules: DjRules): number[] {
  const shifts = rules.maxSemitones > 0 ? [0, -rules.maxSemitones, rules.maxSemitones] : [0];
  let paths = shifts.map((shift) => ({ cost: costOfShift(shift), path: [shift] }));
  for (const [i, to] of tracks.slice(1).entries()) {
    const from = tracks[i]!;
    const clashCost = (a: number, b: number) =>
      locks[i] && meetingDistance(from, a, to, b) > rules.maxKeyDistance ? CLASH_COST : 0;
    paths = shifts.map((shift) => {
      const ways = paths.map(({ cost, path }) => ({
        cost: cost + clashCost(path.at(-1)!, shift) + costOfShift(shift),
        path: [...path, shift],
      }));
      return ways.reduce((best, way) => (way.cost < best.cost ? way : best));
    });
  }
  return paths.reduce((best, way) => (way.cost < best.cost ? way : best)).path;
}
