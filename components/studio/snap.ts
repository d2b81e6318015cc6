// Where things on the lanes catch: pure arithmetic on positions.

/**
 * How far to shift so that the nearest of `edges` lies on one of `points`; 0 when none is within `reach`.
 * All in samples.
 */
export function snapShift(edges: readonly number[], points: readonly number[], reach: number): number {
  let shift = 0;
  let nearest = reach;
  for (const edge of edges) {
    for (const point of points) {
      const distance = Math.abs(point - edge);
      if (distance >= nearest) continue;
      nearest = distance;
      shift = point - edge;
    }
  }
  return shift;
}
