// The activity of the list of tracks: who made, renamed, coloured, moved and removed which.
import { z } from 'zod';
import { parseRegisterKey } from '@/document/registers';
import { type TrackField, trackFields } from '@/document/track-schema';
import { trackName } from '@/document/tracks';
import { activityKind, type MapActivity, type RowOf, type SubjectChanges, title } from './activity-kind';

const details = z.object({
  stem: z.string(),
  action: z.enum(['added', 'removed', 'restored', 'renamed', 'recoloured', 'moved']),
  name: z.string(),
  /** What it was called before it was renamed. */
  former: z.string().optional(),
});
type Details = z.infer<typeof details>;

const DESCRIPTIONS: Readonly<Record<Details['action'], (name: string) => string>> = {
  added: (name) => `added the track “${name}”`,
  removed: (name) => `removed the track “${name}”`,
  restored: (name) => `brought the track “${name}” back`,
  renamed: (name) => `renamed a track to “${name}”`,
  recoloured: (name) => `changed the colour of ${name}`,
  moved: (name) => `moved ${name} among the tracks`,
};

const kinds = {
  'studio-track': activityKind({
    details,
    describe: ({ action, name, former }) =>
      former === undefined ? DESCRIPTIONS[action](name) : `renamed “${former}” to “${name}”`,
    placeOf: ({ action, stem }) => (action === 'removed' ? null : { in: 'strip', entity: stem }),
  }),
};

/** The most telling of the fields that changed together comes first. */
const BY_IMPORTANCE: readonly TrackField[] = ['removed', 'source', 'name', 'position', 'color'];

function actionOf(field: TrackField, after: unknown): Details['action'] | null {
  if (field === 'removed') return after === true ? 'removed' : 'restored';
  // Without its source register it is gone: its creation was undone.
  if (field === 'source') return after === undefined ? 'removed' : 'added';
  if (field === 'name') return 'renamed';
  return field === 'position' ? 'moved' : 'recoloured';
}

function trackActivityOf({ changes, live }: SubjectChanges): RowOf<typeof kinds> | null {
  const byField = new Map(changes.map((change) => [parseRegisterKey(change.key)?.field, change]));
  const field = BY_IMPORTANCE.find((each) => byField.has(each));
  const change = field && byField.get(field);
  const stem = change && parseRegisterKey(change.key)?.entity;
  if (!field || !change || !stem || change.before === change.after) return null;
  const action = actionOf(field, change.after);
  if (!action) return null;
  const parsed = field === 'name' ? trackFields.name.safeParse(change.before) : null;
  const former = parsed?.success ? { former: parsed.data } : {};
  return { kind: 'studio-track', stem, action, name: trackName(live, stem) ?? title(stem), ...former };
}

export const trackActivity = {
  kinds,
  subjectOf: (key) => parseRegisterKey(key)?.entity ?? null,
  activityOf: trackActivityOf,
} satisfies MapActivity;
