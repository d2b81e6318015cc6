// Positions that order things: numbers between those of two neighbours, so that a move writes what moves alone.

interface Positioned {
  readonly position: number;
}

/** So many positions between two neighbours, or null where they do not fit: the two are equal, or as good as. */
export function positionsBetween(
  before: Positioned | undefined,
  after: Positioned | undefined,
  count: number,
): number[] | null {
  const step = before && after ? (after.position - before.position) / (count + 1) : 1;
  const start = before?.position ?? (after ? after.position - (count + 1) : 0);
  const positions = Array.from({ length: count }, (_, i) => start + step * (i + 1));
  const bounds = [before?.position ?? Number.NEGATIVE_INFINITY, ...positions];
  const isRising = positions.every((position, i) => Number.isFinite(position) && position > bounds[i]!);
  return isRising && (!after || positions.at(-1)! < after.position) ? positions : null;
}
