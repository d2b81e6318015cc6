// From changed registers of a shared document to rows of the activity list.
import type { RegisterChange } from '@/document/changes';
import type { ChangesInDocument } from './activity-kind';
import { activityOfMap, type ChangeActivity } from './map-activity';

/** Changes of one person with the same subject become one row; each restored version is a separate row. */
export function subjectOf({ map, key }: RegisterChange): string | null {
  const subject = activityOfMap(map)?.subjectOf(key) ?? null;
  return subject === null ? null : `${map}/${subject}`;
}

/** An empty register and one with null, as that of a sound, are equivalent. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The activity for changes of one subject that have passed validation, or null when there is none. */
export function activityOf({ changes, live }: ChangesInDocument): ChangeActivity | null {
  const real = changes.filter(({ before, after }) => !isSame(before, after));
  const [first] = real;
  return first ? (activityOfMap(first.map)?.activityOf({ first, changes: real, live }) ?? null) : null;
}
