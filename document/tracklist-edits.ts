// The edits a person makes to the tracklist: adding, moving and removing tracks, and wishing.
import type * as Y from 'yjs';
import { cleanLine, truncateText } from '@/contract/text';
import { positionsBetween } from './positions';
import { parseRegisterKey, registerKey, registersEverSet, wasEverSet } from './registers';
import { readPlaces, readTracklist } from './tracklist';
import { blockAt, movedOrder } from './tracklist-blocks';
import {
  type ListedTrack,
  MAX_TRACK_NAME,
  SET_ID,
  type SetField,
  type SetOptions,
  setFields,
  TRACKLIST_MAP,
  TRACKLIST_REGISTERS,
  trackFields,
  trackIdSchema,
} from './tracklist-schema';

/** What one track takes of the map. */
const REGISTERS_OF_A_TRACK = Object.keys(trackFields).length;

const mapOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>(TRACKLIST_MAP);

function setRegister(doc: Y.Doc, entity: string, field: string, value: unknown): void {
  const key = registerKey(entity, field);
  if (mapOf(doc).get(key) !== value) mapOf(doc).set(key, value);
}

function checkTrackId(id: string): void {
  if (id === SET_ID || !trackIdSchema.safeParse(id).success) {
    throw new RangeError(`"${id}" cannot name a track.`);
  }
}

function checkRoom(doc: Y.Doc): void {
  if (registersEverSet(doc, TRACKLIST_MAP) + REGISTERS_OF_A_TRACK > TRACKLIST_REGISTERS.maxRegisters) {
    throw new RangeError('This project has reached the maximum number of tracks, including removed ones.');
  }
}

/**
 * Adds a track to the end of the list; one that is already listed stays where it is.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError for an impossible id, and when the project has reached the maximum number of tracks
 */
export function addTrack(doc: Y.Doc, { id, name }: ListedTrack, origin: unknown): void {
  checkTrackId(id);
  const places = readPlaces(doc);
  if (places.some((track) => track.id === id)) return;
  // A track that comes back finds the registers that it had.
  if (!wasEverSet(doc, TRACKLIST_MAP, registerKey(id, 'entry'))) checkRoom(doc);
  const last = places.findLast(({ position }) => Number.isFinite(position))?.position ?? 0;
  doc.transact(() => {
    mapOf(doc).set(registerKey(id, 'entry'), {
      name: truncateText(cleanLine(name), MAX_TRACK_NAME) || 'Untitled',
    });
    mapOf(doc).set(registerKey(id, 'position'), last + 1);
  }, origin);
}

/**
 * Moves a track to a place in the list, with the tracks that it is kept together with. Only their positions are
 * written; the others' too where two people's tracks share one and these are to go between them.
 * @param index where it stands afterwards, from 0; pulled into the list
 * @throws RangeError when the track is not in the list
 */
export function moveTrack(doc: Y.Doc, id: string, index: number, origin: unknown): void {
  const places = readPlaces(doc);
  const { together } = readTracklist(doc).options;
  const from = places.findIndex((track) => track.id === id);
  if (from < 0) throw new RangeError('This track is not in the list any more.');
  const to = Math.min(places.length - 1, Math.max(0, Math.round(index)));
  const order = movedOrder(places, together, from, to);
  if (order === places) return;
  const [first, end] = blockAt(
    order,
    together,
    order.findIndex((track) => track.id === id),
  );
  const positions = positionsBetween(order[first - 1], order[end], end - first);
  doc.transact(() => {
    const moved = positions ? order.slice(first, end) : order;
    for (const [i, track] of moved.entries()) setRegister(doc, track.id, 'position', positions?.[i] ?? i + 1);
  }, origin);
}

/** Removes a track from the list, with all its constraints. */
export function removeTrack(doc: Y.Doc, id: string, origin: unknown): void {
  const map = mapOf(doc);
  const keys = [...map.keys()].filter((key) => parseRegisterKey(key)?.entity === id && id !== SET_ID);
  if (keys.length === 0) return;
  doc.transact(() => {
    for (const key of keys) map.delete(key);
  }, origin);
}

/**
 * Requires that `after` plays right after `before`, or, with null, removes that requirement. The track that
 * `after` was to follow before loses its own.
 * @throws RangeError for an impossible id
 */
export function keepTogether(doc: Y.Doc, before: string, after: string | null, origin: unknown): void {
  checkTrackId(before);
  if (after !== null) checkTrackId(after);
  doc.transact(() => {
    for (const { id } of readPlaces(doc)) {
      const isClaimed = after !== null && mapOf(doc).get(registerKey(id, 'followedBy')) === after;
      if (isClaimed && id !== before) setRegister(doc, id, 'followedBy', null);
    }
    setRegister(doc, before, 'followedBy', after);
  }, origin);
}

/**
 * Sets one option of the whole set.
 * @throws RangeError for a value that is not valid for the option
 */
export function setOption<Field extends SetField>(
  doc: Y.Doc,
  field: Field,
  value: SetOptions[Field],
  origin: unknown,
): void {
  if (!setFields[field].safeParse(value).success) throw new RangeError(`${field} cannot take that value.`);
  doc.transact(() => setRegister(doc, SET_ID, field, value), origin);
}
