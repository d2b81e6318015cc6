// The activity of the list of tracks: who made, renamed, coloured, moved and removed which.
import type * as Y from 'yjs';
import { z } from 'zod';
import type { RegisterChange } from '@/document/changes';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { TRACKS_MAP, type TrackField, trackFields } from '@/document/track-schema';
import { isGroup, trackName } from '@/document/tracks';
import { activityKind, type MapActivity, type RowOf, type SubjectChanges, title } from './activity-kind';

const details = z.object({
  stem: z.string(),
  action: z.enum(['added', 'removed', 'restored', 'renamed', 'recoloured', 'moved', 'grouped', 'ungrouped']),
  name: z.string(),
  /** What it was called before it was renamed. */
  former: z.string().optional(),
  /** Set for a group, and for a track that was put into one: what that is called. */
  isGroup: z.literal(true).optional(),
  group: z.string().optional(),
});
type Details = z.infer<typeof details>;

const nounOf = ({ isGroup: is }: Details): string => (is ? 'group' : 'track');

const DESCRIPTIONS: Readonly<Record<Details['action'], (details: Details) => string>> = {
  added: (details) => `added the ${nounOf(details)} “${details.name}”`,
  removed: (details) => `removed the ${nounOf(details)} “${details.name}”`,
  restored: (details) => `brought the ${nounOf(details)} “${details.name}” back`,
  renamed: (details) => `renamed a ${nounOf(details)} to “${details.name}”`,
  recoloured: ({ name }) => `changed the colour of ${name}`,
  moved: ({ name }) => `moved ${name} among the tracks`,
  grouped: ({ name, group }) =>
    `put ${name} into ${group === undefined ? 'a group' : `the group “${group}”`}`,
  ungrouped: ({ name }) => `took ${name} out of its group`,
};

const kinds = {
  'studio-track': activityKind({
    details,
    describe: (row) =>
      row.former === undefined ? DESCRIPTIONS[row.action](row) : `renamed “${row.former}” to “${row.name}”`,
    placeOf: ({ action, stem }) => (action === 'removed' ? null : { in: 'strip', entity: stem }),
  }),
};

/** The most telling of the fields that changed together comes first. */
const BY_IMPORTANCE: readonly TrackField[] = [
  'removed',
  'source',
  'kind',
  'name',
  'group',
  'position',
  'color',
];

function actionOf(field: TrackField, after: unknown): Details['action'] {
  if (field === 'removed') return after === true ? 'removed' : 'restored';
  // Without its source register, or that of a group, it is gone: its creation was undone.
  if (field === 'source' || field === 'kind') return after === undefined ? 'removed' : 'added';
  if (field === 'name') return 'renamed';
  if (field === 'group') return typeof after === 'string' ? 'grouped' : 'ungrouped';
  return field === 'position' ? 'moved' : 'recoloured';
}

/** Whether a track without a source was just made: that it has none is no change, but its name and place are its first. */
const isNewEmpty = (live: Y.Doc, id: string, first: readonly (RegisterChange | undefined)[]): boolean =>
  live.getMap(TRACKS_MAP).get(registerKey(id, 'source')) === null &&
  first.every((change) => change && change.before === undefined && change.after !== undefined);

function trackActivityOf({ changes, live }: SubjectChanges): RowOf<typeof kinds> | null {
  const byField = new Map(changes.map((change) => [parseRegisterKey(change.key)?.field, change]));
  const field = BY_IMPORTANCE.find((each) => byField.has(each));
  const change = field && byField.get(field);
  const stem = change && parseRegisterKey(change.key)?.entity;
  if (!field || !change || !stem || change.before === change.after) return null;
  const isNew = isNewEmpty(live, stem, [byField.get('name'), byField.get('position')]);
  const action = isNew ? 'added' : actionOf(field, change.after);
  const parsed = field === 'name' ? trackFields.name.safeParse(change.before) : null;
  const former = parsed?.success ? { former: parsed.data } : {};
  const group = action === 'grouped' ? trackName(live, String(change.after)) : null;
  return {
    kind: 'studio-track',
    stem,
    action,
    name: trackName(live, stem) ?? title(stem),
    ...former,
    ...(isGroup(live, stem) && { isGroup: true as const }),
    ...(group !== null && { group }),
  };
}

export const trackActivity = {
  kinds,
  subjectOf: (key) => parseRegisterKey(key)?.entity ?? null,
  activityOf: trackActivityOf,
} satisfies MapActivity;
