// Reads a stored row of the activity list.
import { activitySchema } from '@/platform/activity';
import { findMapKind, type ListedActivity } from './map-activity';

/** What a row says, or null when this version of the studio does not know its kind or details. */
export function parseActivity(kind: string, details: unknown): ListedActivity | null {
  const ofMap = findMapKind(kind);
  const schema = ofMap ? ofMap.details : activitySchema;
  const parsed = schema.safeParse({ ...(details as object), kind });
  // The details fit the schema of the very kind that is put beside them.
  return parsed.success ? ({ ...parsed.data, kind } as ListedActivity) : null;
}
