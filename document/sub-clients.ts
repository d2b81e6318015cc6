// Writes registers so that overwritten values take no space: dragging two registers stores as little as
// dragging one.
import type * as Y from 'yjs';

/*
 * Yjs keeps every overwritten value as a tombstone and merges those that lie next to each other: in the same register,
 * and numbered one after the other by the same client. A point of an equaliser writes its frequency and its level in
 * turn, so no two tombstones of one register were neighbours, and each step of each drag stayed for ever. A tab
 * therefore writes as a few clients: a register stays with the sub-client that wrote it last, and one that comes new
 * gets the sub-client that rested longest. To everybody else each is a client like any other, so offline edits, undo
 * and older versions know no difference.
 */

/** Registers that may be dragged at once without leaving tombstones: two fingers on two points. */
const SUB_CLIENTS = 4;
/** Spreads them over the numbers that clients choose from; odd, so that no two of a tab meet. */
const ID_STEP = 0x9e37_79b1;

/** The sub-client of each register that was written lately, the most recent last. */
type Assignment = Map<string, number>;
const assigned = new WeakMap<Y.Doc, Assignment>();

function subClientOf(doc: Y.Doc, register: string): number {
  const known = assigned.get(doc) ?? new Map<string, number>();
  assigned.set(doc, known);
  let index = known.get(register);
  known.delete(register);
  if (index === undefined && known.size < SUB_CLIENTS) index = known.size;
  if (index === undefined) {
    const [rested, freed] = [...known][0] as [string, number];
    known.delete(rested);
    index = freed;
  }
  known.set(register, index);
  return index;
}

/**
 * Sets a register as the sub-client that suits it.
 * @param origin who edits, as for `Y.Doc.transact`; ignored inside of a transaction that has begun
 */
export function writeAsSubClient(
  doc: Y.Doc,
  map: string,
  key: string,
  value: unknown,
  origin: unknown,
): void {
  doc.transact(() => {
    const own = doc.clientID;
    doc.clientID = (own + subClientOf(doc, `${map}/${key}`) * ID_STEP) >>> 0;
    try {
      doc.getMap<unknown>(map).set(key, value);
    } finally {
      doc.clientID = own;
    }
  }, origin);
}
