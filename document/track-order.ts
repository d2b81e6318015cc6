// The order of tracks and groups: where each row of the mixer stands, and where a hand or a key puts it.

/** What of a track decides where it stands. */
export interface Row {
  readonly id: string;
  /** A group is a bus with a strip of its own. */
  readonly kind: 'track' | 'group';
  /** The id of the group that it is in; null for none. A group is in none. */
  readonly group: string | null;
  /** Orders the tracks of a group, and those that are in none together with the groups. */
  readonly position: number;
}

/** A place for a row: in which group, and before which of the rows there, not counting itself. */
export interface RowPlace {
  readonly group: string | null;
  readonly index: number;
}

const byPosition = (a: Row, b: Row): number => a.position - b.position || (a.id < b.id ? -1 : 1);

/** The rows that stand beside each other: those of a group, or those in none. */
export const rowsIn = <Each extends Row>(rows: readonly Each[], group: string | null): Each[] =>
  rows.filter((row) => row.group === group);

/** Tracks as the mixer shows them: by their positions, each group followed by the tracks in it. */
export function inMixerOrder<Each extends Row>(tracks: readonly Each[]): Each[] {
  const sorted = [...tracks].sort(byPosition);
  return rowsIn(sorted, null).flatMap((row) =>
    row.kind === 'group' ? [row, ...rowsIn(sorted, row.id)] : [row],
  );
}

/** The group whose rows a row is one of, be it the group itself; null for a track in none. */
const areaOf = (row: Row | undefined): string | null =>
  row?.kind === 'group' ? row.id : (row?.group ?? null);

/** Which group a track is in between two rows. Right behind the last track of a group it stays where it was. */
function groupBetween(track: Row, before: Row | undefined, after: Row | undefined): string | null {
  const area = areaOf(before);
  if (track.kind === 'group' || area === null) return null;
  const isWithin = after?.group === area || before?.kind === 'group' || track.group === area;
  return isWithin ? area : null;
}

/**
 * Where a row goes that is dropped among the others.
 * @param rows in the order of the mixer
 * @param index how many of the other rows stand before it then; pulled into the list
 */
export function placeAt(rows: readonly Row[], row: Row, index: number): RowPlace {
  const others = rows.filter(({ id }) => id !== row.id);
  const to = Math.min(others.length, Math.max(0, Math.round(index)));
  const group = groupBetween(row, others[to - 1], others[to]);
  return { group, index: rowsIn(others.slice(0, to), group).length };
}

/**
 * Where a row goes by a step up or down: a track past the next one, or over the edge of a group; a group past the next
 * row that is in none.
 * @returns null where it can go no further
 */
export function placeAfterStep(rows: readonly Row[], row: Row, step: -1 | 1): RowPlace | null {
  if (row.kind === 'group') {
    const siblings = rowsIn(rows, null);
    const index = siblings.indexOf(row) + step;
    return index < 0 || index >= siblings.length ? null : { group: null, index };
  }
  const at = rows.indexOf(row);
  const next = rows[at + step];
  const over = areaOf(next);
  if (step > 0 && row.group !== null && over !== row.group) return placeBehind(rows, row.group);
  if (step < 0 && row.group === null && over !== null)
    return { group: over, index: rowsIn(rows, over).length };
  return next ? placeAt(rows, row, at + step) : null;
}

/** The place right behind a group, in none. */
export function placeBehind(rows: readonly Row[], group: string): RowPlace {
  return { group: null, index: rowsIn(rows, null).findIndex(({ id }) => id === group) + 1 };
}
