// The activity of the tracklist: what is recorded of a changed register, and what the list says.
import type * as Y from 'yjs';
import { z } from 'zod';
import type { RegisterChange } from '@/document/changes';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { SET_ID, TRACKLIST_MAP } from '@/document/tracklist-schema';
import { activityKind, type MapActivity, type RowOf, type SubjectChanges } from './activity-kind';

const trackDetails = z.object({ action: z.enum(['added', 'moved', 'removed']), name: z.string() });
/** An option of the whole set; names of tracks are as they were at that time. */
const optionDetails = z.object({ option: z.string(), value: z.union([z.string(), z.boolean()]).nullable() });

const SHAPES: Readonly<Record<string, string>> = {
  rise: 'rising',
  fall: 'falling',
  wave: 'in waves',
  flat: 'even',
};

function describeConstraint({ option: name, value }: z.infer<typeof optionDetails>): string {
  if (name === 'first' || name === 'last') {
    return value === null ? `let any track play ${name} in the set` : `wants “${value}” ${name} in the set`;
  }
  if (name === 'keepOrder')
    return value === true ? 'locked the order of the set' : 'unlocked the order of the set';
  if (name === 'energyShape') return `made the energy of the set ${SHAPES[String(value)] ?? String(value)}`;
  if (name === 'strategy')
    return `has the set planned by ${value === 'llm' ? 'a language model' : 'the DJ rules'}`;
  if (name === 'format') return `made the set ${String(value).toUpperCase()}`;
  return value === null ? 'separated two tracks of the set' : `keeps tracks of the set together: ${value}`;
}

const TRACK_DESCRIPTIONS: Readonly<Record<z.infer<typeof trackDetails>['action'], (name: string) => string>> =
  {
    added: (name) => `added “${name}” to the tracklist`,
    moved: (name) => `moved “${name}” in the tracklist`,
    removed: (name) => `removed “${name}” from the tracklist`,
  };

const kinds = {
  track: activityKind({
    details: trackDetails,
    describe: ({ action, name }) => TRACK_DESCRIPTIONS[action](name),
    placeOf: () => ({ in: 'automix' }),
  }),
  'set-wish': activityKind({
    details: optionDetails,
    describe: describeConstraint,
    placeOf: () => ({ in: 'automix' }),
  }),
};
type TracklistActivity = RowOf<typeof kinds>;

interface Change extends RegisterChange {
  readonly live: Y.Doc;
}

/** The name in an entry, or null for anything else. */
function nameIn(entry: unknown): string | null {
  const name = (entry as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? name : null;
}

/** The name of a track that is in the list, else null. */
const nameOf = (live: Y.Doc, trackId: unknown): string | null =>
  typeof trackId === 'string' ? nameIn(live.getMap(TRACKLIST_MAP).get(registerKey(trackId, 'entry'))) : null;

function entryActivity({ before, after }: Change): TracklistActivity | null {
  const [old, now] = [nameIn(before), nameIn(after)];
  if (old !== null && now !== null) return null;
  if (now !== null) return { kind: 'track', action: 'added', name: now };
  return old === null ? null : { kind: 'track', action: 'removed', name: old };
}

function optionActivity(option: string, { before, after, live }: Change): TracklistActivity | null {
  if (before === after) return null;
  const isTrack = option === 'first' || option === 'last';
  const value = isTrack ? nameOf(live, after) : ((after ?? null) as string | boolean | null);
  return { kind: 'set-wish', option, value };
}

function togetherActivity(trackId: string, { after, live }: Change): TracklistActivity | null {
  const [before, next] = [nameOf(live, trackId), nameOf(live, after)];
  // It is removed with its track, which is recorded already.
  if (before === null) return null;
  const value = next === null ? null : `“${before}”, then “${next}”`;
  return { kind: 'set-wish', option: 'together', value };
}

function tracklistActivityOf({ first, live }: SubjectChanges): TracklistActivity | null {
  const change = { ...first, live };
  const name = parseRegisterKey(change.key);
  if (!name) return null;
  const { entity, field } = name;
  if (entity === SET_ID) return optionActivity(field, change);
  if (field === 'entry') return entryActivity(change);
  if (field === 'followedBy') return togetherActivity(entity, change);
  const moved = nameOf(change.live, entity);
  // With its first position a track comes, with its last it goes.
  if (moved === null || change.before === undefined || change.after === undefined) return null;
  return { kind: 'track', action: 'moved', name: moved };
}

export const tracklistActivity = {
  kinds,
  subjectOf: (key) => key,
  activityOf: tracklistActivityOf,
} satisfies MapActivity;
