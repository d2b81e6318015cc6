// The activity of takes: who recorded, renamed, removed and brought back which.
import { z } from 'zod';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { TAKES_MAP, type TakeField, takeFields } from '@/document/take-schema';
import { takeName } from '@/document/takes';
import {
  activityKind,
  type MapActivity,
  placeOfStem,
  type RowOf,
  type SubjectChanges,
} from './activity-kind';

const kinds = {
  take: activityKind({
    details: z.object({
      /** Of the track. */
      stem: z.string(),
      action: z.enum(['recorded', 'removed', 'restored', 'renamed']),
      name: z.string(),
    }),
    describe: ({ action, name }) =>
      action === 'restored' ? `brought the take “${name}” back` : `${action} the take “${name}”`,
    placeOf: placeOfStem,
  }),
};

/** The most telling of the fields that changed together comes first. */
const BY_IMPORTANCE: readonly TakeField[] = ['audio', 'removed', 'name'];

function takeActivityOf({ changes, live }: SubjectChanges): RowOf<typeof kinds> | null {
  const byField = new Map(changes.map((change) => [parseRegisterKey(change.key)?.field, change]));
  const field = BY_IMPORTANCE.find((each) => byField.has(each));
  const change = field && byField.get(field);
  const id = change && parseRegisterKey(change.key)?.entity;
  if (!field || !change || !id || change.before === change.after) return null;
  const known = live.getMap(TAKES_MAP).get(registerKey(id, 'audio')) ?? byField.get('audio')?.before;
  const audio = takeFields.audio.safeParse(known);
  if (!audio.success) return null;
  const base = { kind: 'take' as const, stem: audio.data.track };
  const name = takeName(live, id) ?? 'Take';
  if (field === 'name') return { ...base, action: 'renamed', name };
  if (field === 'audio')
    return { ...base, action: change.after === undefined ? 'removed' : 'recorded', name };
  return { ...base, action: change.after === true ? 'removed' : 'restored', name };
}

export const takeActivity = {
  kinds,
  subjectOf: (key) => parseRegisterKey(key)?.entity ?? null,
  activityOf: takeActivityOf,
} satisfies MapActivity;
