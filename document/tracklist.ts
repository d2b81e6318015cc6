// Reads the tracklist of a set; what is missing is a default, what is broken or contradicts itself is passed over.
import type * as Y from 'yjs';
import { cleanLine } from '@/contract/text';
import { parseRegisterKey, registerKey, wasEverSet } from './registers';
import {
  DEFAULT_SET_OPTIONS,
  type ListedTrack,
  SET_ID,
  type SetField,
  type SetOptions,
  setFields,
  TRACKLIST_MAP,
  type TracklistState,
  trackFields,
  trackIdSchema,
} from './tracklist-schema';

export interface PlacedTrack extends ListedTrack {
  /** Only to be compared; two may be equal, then the ids decide. */
  readonly position: number;
}

/** Where a track without a readable position stands: behind all others. */
const NOWHERE = Number.POSITIVE_INFINITY;

/** Entries from before texts were validated may contain control characters: those are read as spaces. */
function readEntry(map: Y.Map<unknown>, id: string): ReturnType<typeof trackFields.entry.safeParse> {
  const stored = map.get(registerKey(id, 'entry'));
  const name = (stored as { name?: unknown } | undefined)?.name;
  return trackFields.entry.safeParse(typeof name === 'string' ? { name: cleanLine(name) } : stored);
}

function placedTrack(map: Y.Map<unknown>, id: string): PlacedTrack | null {
  if (id === SET_ID || !trackIdSchema.safeParse(id).success) return null;
  const entry = readEntry(map, id);
  if (!entry.success) return null;
  const position = trackFields.position.safeParse(map.get(registerKey(id, 'position')));
  return { id, name: entry.data.name, position: position.success ? position.data : NOWHERE };
}

const byPlace = (a: PlacedTrack, b: PlacedTrack): number =>
  a.position === b.position ? (a.id < b.id ? -1 : 1) : a.position - b.position;

/**
 * Those of the stored tracks that the list has never named, in their order: their upload outlived the page that was to
 * list them. A track that somebody has removed from the list is none of them.
 */
export function neverListed<Stored extends ListedTrack>(doc: Y.Doc, stored: readonly Stored[]): Stored[] {
  return stored.filter(({ id }) => !wasEverSet(doc, TRACKLIST_MAP, registerKey(id, 'entry')));
}

/** The tracks with their positions, in the order of the list. */
export function readPlaces(doc: Y.Doc): PlacedTrack[] {
  const map = doc.getMap<unknown>(TRACKLIST_MAP);
  const tracks: PlacedTrack[] = [];
  for (const key of map.keys()) {
    const name = parseRegisterKey(key);
    const track = name?.field === 'entry' ? placedTrack(map, name.entity) : null;
    if (track) tracks.push(track);
  }
  return tracks.sort(byPlace);
}

type Field<Name extends SetField> = ReturnType<(typeof setFields)[Name]['parse']>;

function readSetField<Name extends SetField>(map: Y.Map<unknown>, field: Name): Field<Name> {
  const parsed = setFields[field].safeParse(map.get(registerKey(SET_ID, field)));
  return (parsed.success ? parsed.data : DEFAULT_SET_OPTIONS[field]) as Field<Name>;
}

/** The tracks that follow one another from `id` on. */
function chainFrom(next: ReadonlyMap<string, string>, id: string): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = id; at !== undefined; at = next.get(at)) chain.push(at);
  return chain;
}

/**
 * The pairs that can all be satisfied: no track has two neighbours on one side, no chain forms a cycle, and
 * none moves the first or the last track from its place. Of two conflicting constraints, that of the earlier
 * track applies.
 */
function readTogether(
  map: Y.Map<unknown>,
  tracks: readonly ListedTrack[],
  { first, last }: Pick<SetOptions, 'first' | 'last'>,
): SetOptions['together'] {
  const listed = new Set(tracks.map(({ id }) => id));
  const next = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id } of tracks) {
    const wanted = trackFields.followedBy.safeParse(map.get(registerKey(id, 'followedBy')));
    const after = wanted.success ? wanted.data : null;
    if (after === null || !listed.has(after) || taken.has(after)) continue;
    if (after === first || id === last || chainFrom(next, after).includes(id)) continue;
    next.set(id, after);
    taken.add(after);
  }
  // A chain from the first to the last track has room for nobody else.
  const opening = first === null ? [] : chainFrom(next, first);
  if (first !== null && opening.at(-1) === last && opening.length < tracks.length) next.delete(first);
  return [...next];
}

/** The tracks in order, and the options. A pure function of the converged state. */
export function readTracklist(doc: Y.Doc): TracklistState {
  const map = doc.getMap<unknown>(TRACKLIST_MAP);
  const tracks = readPlaces(doc).map(({ id, name }) => ({ id, name }));
  const listed = (id: string | null): string | null => (tracks.some((track) => track.id === id) ? id : null);
  const first = listed(readSetField(map, 'first'));
  const wantedLast = listed(readSetField(map, 'last'));
  const last = wantedLast === first && tracks.length > 1 ? null : wantedLast;
  return {
    tracks,
    options: {
      first,
      last,
      together: readTogether(map, tracks, { first, last }),
      keepOrder: readSetField(map, 'keepOrder'),
      energyShape: readSetField(map, 'energyShape'),
      strategy: readSetField(map, 'strategy'),
      format: readSetField(map, 'format'),
    },
  };
}
