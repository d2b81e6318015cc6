// Finds edits that build on edits a document has never seen, before they are applied.
import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** What an item hangs on: its neighbours when it was written, and its parent. */
function dependencies(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const { origin, rightOrigin, parent } = struct;
  return [origin, rightOrigin, parent].filter((id) => id instanceof Y.ID);
}

/**
 * Whether part of the update would have to wait in the document for something that is missing. Asking first costs
 * next to nothing; applying it would leave a document that has to be thrown away.
 * @param update a Yjs update, version 1, in which validateUpdate() found nothing
 */
export function buildsOnGap(update: Uint8Array, doc: Y.Doc): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  for (const struct of structs) {
    const { id, length } = struct;
    if (struct instanceof Y.Skip) continue;
    if (id.clock > endOf(id.client)) return true;
    ends.set(id.client, Math.max(endOf(id.client), id.clock + length));
  }
  for (const struct of structs) {
    const isKnown = struct.id.clock + struct.length <= Y.getState(doc.store, struct.id.client);
    if (isKnown) continue;
    if (dependencies(struct).some((id) => id.clock >= endOf(id.client))) return true;
  }
  return [...ds.clients].some(([client, ranges]) =>
    ranges.some(({ clock, len }) => clock + len > endOf(client)),
  );
}
