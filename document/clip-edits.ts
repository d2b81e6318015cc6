// The edits a person makes to the clips of a stem: putting them somewhere, taking them away, the whole stem again.

import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import {
  CLIP_REGISTERS,
  CLIPS_MAP,
  type Clip,
  clipSchema,
  MAX_CLIPS_PER_STEM,
  type PlacedClip,
  WHOLE_CLIP_ID,
} from './clip-schema';
import { clipKey, cutKey, isCut, placed, readClips, storedClips } from './clips';
import { newId } from './new-id';
import { registersEverSet } from './registers';
import type { StemResult } from './schema';
import { writeAsSubClient } from './sub-clients';

/** The transaction origin of what changes nothing for the ear; no person's undo tracks it. */
const SETTLED = Symbol('settled');

/** What clips become, by id; null takes a clip away. */
export type ClipChanges = ReadonlyMap<string, Clip | null>;
export type CutStem = Pick<StemResult, 'id' | 'lengthSamples'>;
/** A track, and the source that it plays where its clips name no other. */
export interface ClipTrack extends CutStem {
  readonly stemId: string | null;
}

const isSame = (a: Clip | undefined, b: Clip): boolean =>
  a !== undefined &&
  Object.keys(clipSchema.shape).every((key) => a[key as keyof Clip] === b[key as keyof Clip]);

/** A clip on its way from one track to another. */
export interface ClipMove {
  readonly from: ClipTrack;
  readonly clipId: string;
  readonly to: ClipTrack;
  readonly start: number;
}

/** What a register has of a clip: no id, and no source where it plays what its track plays. */
const plainClip = ({ start, sourceStart, length, fadeIn, fadeOut, source }: Clip): Clip => ({
  start,
  sourceStart,
  length,
  fadeIn,
  fadeOut,
  ...(source !== undefined && { source }),
});

/** The clip that is a whole stem where it was recorded. */
export const wholeClip = ({ lengthSamples }: CutStem): PlacedClip => ({
  id: WHOLE_CLIP_ID,
  start: 0,
  sourceStart: 0,
  length: lengthSamples,
  fadeIn: 0,
  fadeOut: 0,
});

/** The visible clips of a track: those that are audible, or the one that spans the whole source, if it has one. */
export const clipsOf = (doc: Y.Doc, stem: CutStem): PlacedClip[] =>
  readClips(doc, stem.id) ?? (stem.lengthSamples > 0 ? [wholeClip(stem)] : []);

/**
 * The id of the part behind a cut. Two people who cut a clip in the same place give it the same id, so that their
 * cuts become one.
 * @param parentId the clip that is cut
 * @param sourceStart where the part begins in the stem
 */
export function idBehindCut(doc: Y.Doc, stemId: string, parentId: string, sourceStart: number): string {
  const id = `${parentId.split('-')[0]}-${sourceStart.toString(36)}`;
  const isUsed = isCut(doc, stemId) && doc.getMap(CLIPS_MAP).has(clipKey(stemId, id));
  return isUsed ? newClipId() : id;
}

/** The id of a clip that did not come from a cut. A hyphen would end it too early for those cut from it. */
export const newClipId = (): string => newId().replaceAll('-', '_');

/** @throws RangeError with a user message */
function checkRoom(doc: Y.Doc, stemId: string, changes: ClipChanges): void {
  const added = [...changes].filter(([id, clip]) => clip && !doc.getMap(CLIPS_MAP).has(clipKey(stemId, id)));
  const isFull =
    storedClips(doc, stemId).size + added.length > MAX_CLIPS_PER_STEM ||
    registersEverSet(doc, CLIPS_MAP) + added.length > CLIP_REGISTERS.maxRegisters;
  if (added.length > 0 && isFull) throw new RangeError('This track has as many clips as a track can have.');
}

/** Writes what differs from the registers of the stem. */
function write(doc: Y.Doc, stemId: string, changes: ClipChanges): void {
  const clips = doc.getMap<unknown>(CLIPS_MAP);
  const stored = storedClips(doc, stemId);
  for (const [id, clip] of changes) {
    const key = clipKey(stemId, id);
    if (clip === null) {
      if (clips.has(key)) clips.delete(key);
    } else if (!isSame(stored.get(id), clip)) {
      writeAsSubClient(doc, CLIPS_MAP, key, plainClip(clip), null);
    }
  }
}

/**
 * Stores what is audible of a stem, so that nothing hidden under another clip becomes audible when that one
 * moves; a whole stem becomes one clip. The result sounds the same, and no one's undo reverts it: others may
 * have made cuts since, and those have to stay.
 */
function settle(doc: Y.Doc, stem: CutStem): void {
  const visible = new Map<string, Clip | null>(clipsOf(doc, stem).map((clip) => [clip.id, clip]));
  for (const id of storedClips(doc, stem.id).keys()) if (!visible.has(id)) visible.set(id, null);
  doc.transact(() => {
    write(doc, stem.id, visible);
    if (!isCut(doc, stem.id)) doc.getMap<unknown>(CLIPS_MAP).set(cutKey(stem.id), true);
  }, SETTLED);
}

/**
 * Begins to edit the clips of a stem.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError with a user message when a clip cannot be placed there or the maximum number is reached
 */
export function editClips(doc: Y.Doc, stem: CutStem, changes: ClipChanges, origin: unknown): void {
  stemIdSchema.parse(stem.id);
  for (const clip of changes.values()) if (clip) checkClip(clip);
  checkRoom(doc, stem.id, changes);
  settle(doc, stem);
  doc.transact(() => write(doc, stem.id, changes), origin);
}

/** Goes on with a gesture that `editClips` began: a clip that is dragged over others leaves their registers alone. */
export function putClips(doc: Y.Doc, stemId: string, changes: ClipChanges, origin: unknown): void {
  for (const clip of changes.values()) if (clip) checkClip(clip);
  doc.transact(() => write(doc, stemId, changes), origin);
}

function checkClip(clip: Clip): void {
  const fits = clipSchema.safeParse(plainClip(clip)).success;
  if (!fits) throw new RangeError('A clip cannot lie there.');
}

/**
 * Moves a clip to another track, where it goes on playing what it played, in one step of undo.
 * @param start where it begins there
 * @returns the id that it has there
 * @throws RangeError with a user message when it is not there any more, or cannot be placed there
 */
export function moveClipToTrack(doc: Y.Doc, { from, clipId, to, start }: ClipMove, origin: unknown): string {
  const clip = clipsOf(doc, from).find(({ id }) => id === clipId);
  if (!clip) throw new RangeError('This clip is not there any more.');
  const source = clip.source ?? from.stemId ?? undefined;
  const { source: _, ...shape } = plainClip({ ...clip, start });
  const moved: Clip = source === undefined || source === to.stemId ? shape : { ...shape, source };
  checkClip(moved);
  const id = newClipId();
  const changes = new Map([[id, moved]]);
  checkRoom(doc, to.id, changes);
  settle(doc, from);
  settle(doc, to);
  doc.transact(() => {
    write(doc, from.id, new Map([[clipId, null]]));
    write(doc, to.id, changes);
  }, origin);
  return id;
}

/** Puts the whole stem back where it was recorded, in one step of undo. */
export function resetClips(doc: Y.Doc, stemId: string, origin: unknown): void {
  if (!isCut(doc, stemId)) return;
  doc.transact(() => {
    doc.getMap(CLIPS_MAP).delete(cutKey(stemId));
    write(doc, stemId, new Map([...storedClips(doc, stemId).keys()].map((id) => [id, null])));
  }, origin);
}

/** The clips of a stem as they would be after `changes`; nothing is written. */
export function clipsAfter(doc: Y.Doc, stem: CutStem, changes: ClipChanges): PlacedClip[] {
  const after = new Map<string, Clip>(clipsOf(doc, stem).map((clip) => [clip.id, clip]));
  for (const [id, clip] of changes) {
    if (clip) after.set(id, clip);
    else after.delete(id);
  }
  return placed(after);
}
