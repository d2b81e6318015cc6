// The edits that only the server makes: what workers deliver enters the document through these.
import * as Y from 'yjs';
import { z } from 'zod';
import { stemResultKey } from './registers';
import { RESULTS_MAP, type StemResult, stemResultSchema } from './schema';

const putStemsSchema = z.object({
  type: z.literal('put-stems'),
  stems: z.array(stemResultSchema).min(1).max(64),
});

export const serverEditSchema = z.discriminatedUnion('type', [putStemsSchema]);
export type ServerEdit = z.infer<typeof serverEditSchema>;

/** The transaction origin of server edits; no person's undo tracks it. */
export const SERVER_ORIGIN = Symbol('server');

/**
 * Applies an edit. The same edit twice leaves the same state as once.
 * @param doc the document, or the staging copy of it
 */
export function applyServerEdit(doc: Y.Doc, edit: ServerEdit): void {
  doc.transact(() => putStems(doc, edit.stems), SERVER_ORIGIN);
}

function putStems(doc: Y.Doc, stems: readonly StemResult[]): void {
  const results = doc.getMap<unknown>(RESULTS_MAP);
  for (const stem of stems) {
    const key = stemResultKey(stem.id);
    if (!isSameStem(results.get(key), stem)) results.set(key, { ...stem });
  }
}

function isSameStem(held: unknown, stem: StemResult): boolean {
  const parsed = stemResultSchema.safeParse(held);
  if (!parsed.success) return false;
  const fields = Object.keys(stem) as (keyof StemResult)[];
  return fields.every((field) => parsed.data[field] === stem[field]);
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
