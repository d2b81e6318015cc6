// The activity of a changed register of the tracklist.
import type * as Y from 'yjs';
import type { RegisterChange } from '@/document/changes';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { SET_ID, TRACKLIST_MAP } from '@/document/tracklist-schema';
import type { ActivityOf } from '@/platform/activity';

type TracklistActivity = Extract<ActivityOf, { kind: 'track' | 'set-wish' }>;

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

/** The activity for a change of the tracklist that has passed validation, or null when there is none. */
export function tracklistActivity(change: Change): TracklistActivity | null {
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
