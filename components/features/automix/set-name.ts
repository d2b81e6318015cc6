// The first name of a new DJ set, and the empty one that serves instead of a new one.

import type { Project } from '@/contract/http/projects';

const PREFIX = 'DJ set, ';

/**
 * "DJ set, Nov 30", with a number where that name is taken.
 * @param day today as people read it
 */
export function nextSetName(day: string, taken: readonly string[]): string {
  const base = `${PREFIX}${day}`;
  const names = new Set(taken);
  let name = base;
  for (let number = 2; names.has(name); number += 1) name = `${base} (${number})`;
  return name;
}

/** What of a project says whether anybody has used it. */
export type SetFacts = Pick<
  Project,
  'id' | 'name' | 'kind' | 'role' | 'status' | 'created_at' | 'member_count' | 'track_count' | 'set_status'
>;

/** A set of the person's own that has its first name, no tracks, nothing rendered, no song and no other members. */
const isUntouched = (set: SetFacts): boolean =>
  set.kind === 'set' &&
  set.role === 'owner' &&
  set.name.startsWith(PREFIX) &&
  set.status === 'created' &&
  set.track_count === 0 &&
  set.set_status === null &&
  set.member_count === 1;

/** The newest set that is still as it was made, or null. */
export function untouchedSet<Facts extends SetFacts>(projects: readonly Facts[]): Facts | null {
  const untouched = projects.filter(isUntouched);
  return untouched.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))[0] ?? null;
}
