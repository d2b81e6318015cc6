// The edits that the server makes: what workers deliver enters the document through these, and what is sent
// again.

import * as Y from 'yjs';
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { setStrip } from './edits';
import { registerKey, wasEverSet } from './registers';
import { sourceKey, stemResultKey, styledStemKey } from './results-schema';
import { RESULTS_MAP, type StemResult, stemResultSchema } from './schema';
import { styledStemSchema } from './style-schema';
import { restoreTrack } from './track-edits';
import { addTrack } from './tracklist-edits';
import { TRACKLIST_MAP, trackIdSchema } from './tracklist-schema';

const putStemsSchema = z.object({
  type: z.literal('put-stems'),
  stems: z.array(stemResultSchema).min(1).max(64),
  /** A track that is the whole song: it is muted when its stems arrive, and can be unmuted for comparison. */
  replaces: stemIdSchema.optional(),
});

/** An imported file: it becomes a track, unless it was one before, or is there for clips alone. */
const putSourceSchema = z.object({
  type: z.literal('put-source'),
  source: stemResultSchema,
  isTrack: z.boolean().default(true),
});
const putStyledStemSchema = z.object({ type: z.literal('put-styled-stem'), stem: styledStemSchema });
const dropStyledStemSchema = z.object({ type: z.literal('drop-styled-stem'), stemId: stemIdSchema });
const relistTrackSchema = z.object({
  type: z.literal('relist-track'),
  id: trackIdSchema,
  name: z.string().min(1),
});

export const serverEditSchema = z.discriminatedUnion('type', [
  putStemsSchema,
  putSourceSchema,
  putStyledStemSchema,
  dropStyledStemSchema,
  relistTrackSchema,
]);
export type ServerEdit = z.input<typeof serverEditSchema>;

/** The transaction origin of server edits; no person's undo tracks it. */
export const SERVER_ORIGIN = Symbol('server');

/**
 * Applies an edit. The same edit twice leaves the same state as once.
 * @param doc the document, or the staging copy of it
 */
export function applyServerEdit(doc: Y.Doc, edit: ServerEdit): void {
  doc.transact(() => {
    if (edit.type === 'put-stems') putStems(doc, edit);
    else if (edit.type === 'put-source') putSource(doc, edit.source, edit.isTrack);
    else if (edit.type === 'put-styled-stem') put(doc, styledStemKey(edit.stem.id), edit.stem);
    else if (edit.type === 'relist-track') relist(doc, edit);
    else doc.getMap(RESULTS_MAP).delete(styledStemKey(edit.stemId));
  }, SERVER_ORIGIN);
}

function putStems(doc: Y.Doc, { stems, replaces }: z.infer<typeof putStemsSchema>): void {
  const results = doc.getMap<unknown>(RESULTS_MAP);
  const isNew = stems.some(({ id }) => !results.has(stemResultKey(id)));
  for (const stem of stems) put(doc, stemResultKey(stem.id), stem);
  if (isNew && replaces !== undefined) setStrip(doc, replaces, 'mute', true, SERVER_ORIGIN);
}

/** Delivers a source, and its track unless clips alone play it; a track that was removed comes back. */
function putSource(doc: Y.Doc, source: StemResult, isTrack = true): void {
  put(doc, sourceKey(source.id), source);
  if (isTrack) restoreTrack(doc, source.id, SERVER_ORIGIN);
}

/** Lists a track that was removed from the list again. One that was never listed waits for the page that sent it. */
function relist(doc: Y.Doc, { id, name }: z.infer<typeof relistTrackSchema>): void {
  if (wasEverSet(doc, TRACKLIST_MAP, registerKey(id, 'entry'))) addTrack(doc, { id, name }, SERVER_ORIGIN);
}

function put(doc: Y.Doc, key: string, stem: StemResult): void {
  const results = doc.getMap<unknown>(RESULTS_MAP);
  if (!isSameStem(results.get(key), stem)) results.set(key, { ...stem });
}

function isSameStem(stored: unknown, stem: StemResult): boolean {
  if (typeof stored !== 'object' || stored === null) return false;
  const [mine, theirs] = [Object.entries(stem), stored as Readonly<Record<string, unknown>>];
  return mine.every(([field, value]) => theirs[field] === value);
}

/** The update that carries `edit` into a document of `state`, or null when nothing changes. */
export function encodeServerEdit(state: Uint8Array, edit: ServerEdit): Uint8Array | null {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  let update: Uint8Array | null = null;
  doc.on('update', (bytes: Uint8Array) => {
    update = bytes;
  });
  applyServerEdit(doc, edit);
  doc.destroy();
  return update;
}
