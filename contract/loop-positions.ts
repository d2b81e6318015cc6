// Which sample follows which in a loop: for the player, and for what tells several players where to be.

/** Where playback repeats, in samples: `start` plays right after the sample before `end`. */
export interface SampleRange {
  readonly start: number;
  readonly end: number;
}

/** True when playing on from `position` reaches the loop's seam; behind the loop's end the song plays on. */
export function runsIntoLoop<Range extends SampleRange>(position: number, loop: Range | null): loop is Range {
  return loop !== null && position < loop.end;
}

/** The sample that plays `count` samples after `position`; past the end of the song it keeps counting. */
export function positionAfter(position: number, count: number, loop: SampleRange | null): number {
  const straight = position + count;
  if (!runsIntoLoop(position, loop) || straight < loop.end) return straight;
  return loop.start + ((straight - loop.end) % (loop.end - loop.start));
}
