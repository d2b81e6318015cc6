// A property for tests and benchmarks: replicas edited at random and joined in any order end equal and valid.
import fc from 'fast-check';
import * as Y from 'yjs';
import { openDocument } from '../open';
import { REGISTER_MAPS } from '../register-maps';
import type { Author } from '../registers';
import { validateChange, validateState } from '../validate';
import { validateUpdate } from '../validate-update';
import { type Entry, editArbitrary, MAP_EDITS, openReplica } from './random-edits';
import type { RandomEdit, Replica } from './random-map-edits';

/** Which replica does what, and which earlier updates of others reach it just before (again, perhaps). */
const stepArbitrary = (replicas: number) =>
  fc.record({
    replica: fc.nat(replicas - 1),
    edit: editArbitrary,
    deliveries: fc.array(fc.nat(), { maxLength: 3 }),
  });

function scatter(log: readonly Entry[], seed: number): Uint8Array[] {
  const order = log.map(({ update }, index) => ({ update, rank: Math.imul(index + 1, seed | 1) >>> 0 }));
  return order.sort((a, b) => a.rank - b.rank).map(({ update }) => update);
}

/** Throws unless all documents have the same valid state. */
function assertEqualAndValid(docs: readonly Y.Doc[]): void {
  const states = docs.map((doc) =>
    JSON.stringify(
      REGISTER_MAPS.map(({ name }) => doc.getMap(name).toJSON()),
      sortKeys,
    ),
  );
  if (new Set(states).size > 1) throw new Error(`The replicas differ:\n${states.join('\n')}`);
  for (const [map, { read }] of Object.entries(MAP_EDITS)) {
    const readings = new Set(docs.map((doc) => JSON.stringify(read(doc))));
    if (readings.size > 1) throw new Error(`What the readers of ${map} see differs.`);
  }
  for (const doc of docs) {
    const fault = validateState(doc) ?? validateUpdate(Y.encodeStateAsUpdate(doc));
    if (fault) throw new Error(fault);
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws unless a server that receives the edits in the order they were made accepts every one of them. */
function assertAccepted(log: readonly Entry[]): void {
  const server = openDocument();
  let author: Author = 'server';
  let fault: string | null = null;
  server.on('afterTransaction', (transaction: Y.Transaction) => {
    fault ??= validateChange(transaction, author);
  });
  for (const entry of log) {
    author = entry.author;
    Y.applyUpdate(server, entry.update);
  }
  server.destroy();
  if (fault !== null) throw new Error(`An honest edit was refused: ${fault}`);
}

type Step = { replica: number; edit: RandomEdit; deliveries: number[] };

/** Plays the script; each user receives some of the earlier updates just before their edit. */
function play(script: readonly Step[], people: readonly Replica[], log: readonly Entry[]): void {
  for (const step of script) {
    const person = people[step.replica] as Replica;
    const heard = step.deliveries.map((pick) => log[pick % Math.max(1, log.length)]);
    for (const entry of heard) if (entry) Y.applyUpdate(person.doc, entry.update, 'remote');
    step.edit.make(person);
  }
}

/** Random edits on `replicas` documents, updates reordered and duplicated, one late joiner from a snapshot. */
export function convergenceProperty(replicas: number, edits: number) {
  const steps = fc.array(stepArbitrary(replicas), { minLength: edits, maxLength: edits });
  return fc.property(steps, fc.integer(), (script, seed) => {
    const log: Entry[] = [];
    const people = Array.from({ length: replicas }, (_, index) => openReplica(index + 1, log));
    play(script.slice(0, edits >> 1), people, log);
    const late = openReplica(replicas + 1, log);
    Y.applyUpdate(late.doc, Y.encodeStateAsUpdate((people[0] as Replica).doc), 'remote');
    play(script.slice(edits >> 1), [late, ...people.slice(1)], log);
    const docs = [...people, late].map(({ doc }) => doc);
    for (const [index, doc] of docs.entries()) {
      for (const update of scatter(log, seed + index)) Y.applyUpdate(doc, update, 'remote');
    }
    assertEqualAndValid(docs);
    assertAccepted(log);
    for (const doc of docs) doc.destroy();
  });
}
