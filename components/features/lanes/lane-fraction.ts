// Where a position is on a lane.

/** 0 to 1; both in the same unit. An empty song has everything at its start. */
export const laneFraction = (position: number, length: number): number =>
  length > 0 ? Math.min(1, Math.max(0, position / length)) : 0;
