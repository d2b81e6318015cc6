// Where things on the lanes catch: pure arithmetic on positions.

export interface SnapTarget {
  /** How far to go on to lie where it catches. */
  readonly shift: number;
  readonly at: number;
}

/** Where the nearest of `edges` catches on one of `points`; null when none is within `reach`. All in samples. */
export function nearestSnap(
  edges: readonly number[],
  points: readonly number[],
  reach: number,
): SnapTarget | null {
  let snapped: SnapTarget | null = null;
  let nearest = reach;
  for (const edge of edges) {
    for (const at of points) {
      const distance = Math.abs(at - edge);
      if (distance >= nearest) continue;
      nearest = distance;
      snapped = { shift: at - edge, at };
    }
  }
  return snapped;
}
