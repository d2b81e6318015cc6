// Where things on the lanes catch: pure arithmetic on positions.

export interface Catch {
  /** How far to go on to lie where it catches. */
  readonly shift: number;
  readonly at: number;
}

/** Where the nearest of `edges` catches on one of `points`; null when none is within `reach`. All in samples. */
export function nearestCatch(
  edges: readonly number[],
  points: readonly number[],
  reach: number,
): Catch | null {
  let caught: Catch | null = null;
  let nearest = reach;
  for (const edge of edges) {
    for (const at of points) {
      const distance = Math.abs(at - edge);
      if (distance >= nearest) continue;
      nearest = distance;
      caught = { shift: at - edge, at };
    }
  }
  return caught;
}
