// A property for tests and benchmarks: replicas edited at random and joined in any order end equal and valid.
import fc from 'fast-check';
import * as Y from 'yjs';
import { resetStrip, setMaster, setStrip } from '../edits';
import { readMix } from '../read';
import { applyServerEdit } from '../server-edits';
import { createPersonalUndo, type PersonalUndo } from '../undo';
import { findStateFault } from '../validate';
import { findUpdateFault } from '../validate-update';

const STEMS = ['vocals', 'drums', 'bass', 'other'];

const stem = fc.constantFrom(...STEMS);
const editArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('gain' as const),
    stem,
    value: fc.double({ min: -90, max: 20, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('pan' as const), stem, value: fc.double({ min: -2, max: 2, noNaN: true }) }),
  fc.record({ kind: fc.constant('mute' as const), stem, value: fc.boolean() }),
  fc.record({ kind: fc.constant('master' as const), value: fc.double({ min: -90, max: 20, noNaN: true }) }),
  fc.record({ kind: fc.constant('reset' as const), stem }),
  fc.record({
    kind: fc.constantFrom('undo' as const, 'redo' as const, 'beginGesture' as const, 'endGesture' as const),
  }),
  fc.record({ kind: fc.constant('deliver' as const), stem }),
);
export type RandomEdit = typeof editArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** Which replica does what, and which earlier updates of others reach it just before (again, perhaps). */
const stepArbitrary = (replicas: number) =>
  fc.record({
    replica: fc.nat(replicas - 1),
    edit: editArbitrary,
    deliveries: fc.array(fc.nat(), { maxLength: 3 }),
  });

interface Replica {
  readonly doc: Y.Doc;
  readonly undo: PersonalUndo;
  readonly origin: symbol;
}

function openReplica(clientId: number, log: Uint8Array[]): Replica {
  const doc = new Y.Doc();
  // Fixed here, so that a failing seed fails again; outside of tests a fixed id would corrupt documents.
  doc.clientID = clientId;
  const origin = Symbol('person');
  const replica = { doc, origin, undo: createPersonalUndo(doc, origin) };
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== 'remote') log.push(update);
  });
  return replica;
}

/** Makes one edit on one replica, of every kind the document knows. */
export function makeEdit({ doc, undo, origin }: Replica, edit: RandomEdit): void {
  if (edit.kind === 'gain') setStrip(doc, edit.stem, 'gainDb', edit.value, origin);
  else if (edit.kind === 'pan') setStrip(doc, edit.stem, 'pan', edit.value, origin);
  else if (edit.kind === 'mute') setStrip(doc, edit.stem, 'mute', edit.value, origin);
  else if (edit.kind === 'master') setMaster(doc, 'gainDb', edit.value, origin);
  else if (edit.kind === 'reset') resetStrip(doc, edit.stem, origin);
  else if (edit.kind === 'deliver') {
    applyServerEdit(doc, { type: 'put-stems', stems: [deliveredStem(edit.stem)] });
  } else undo[edit.kind]();
}

const deliveredStem = (id: string) => ({
  id,
  name: id,
  sourceId: 'sep-1',
  lengthSamples: 441_000,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
});

function scatter(log: readonly Uint8Array[], seed: number): Uint8Array[] {
  const order = log.map((update, index) => ({ update, rank: Math.imul(index + 1, seed | 1) >>> 0 }));
  return order.sort((a, b) => a.rank - b.rank).map(({ update }) => update);
}

/** Throws unless all documents hold the same valid state. */
function assertEqualAndValid(docs: readonly Y.Doc[]): void {
  const states = docs.map((doc) =>
    JSON.stringify([doc.getMap('mix').toJSON(), doc.getMap('results').toJSON()], sortKeys),
  );
  if (new Set(states).size > 1) throw new Error(`The replicas differ:\n${states.join('\n')}`);
  if (new Set(docs.map((doc) => JSON.stringify(readMix(doc)))).size > 1) throw new Error('The mixes differ.');
  for (const doc of docs) {
    const fault = findStateFault(doc) ?? findUpdateFault(Y.encodeStateAsUpdate(doc));
    if (fault) throw new Error(fault);
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Step = { replica: number; edit: RandomEdit; deliveries: number[] };

/** Plays the script; each person hears of some earlier updates just before they edit. */
function play(script: readonly Step[], people: readonly Replica[], log: readonly Uint8Array[]): void {
  for (const step of script) {
    const person = people[step.replica] as Replica;
    const heard = step.deliveries.map((pick) => log[pick % Math.max(1, log.length)]);
    for (const update of heard) if (update) Y.applyUpdate(person.doc, update, 'remote');
    makeEdit(person, step.edit);
  }
}

/** Random edits on `replicas` documents, updates reordered and duplicated, one late joiner from a snapshot. */
export function convergenceProperty(replicas: number, edits: number) {
  const steps = fc.array(stepArbitrary(replicas), { minLength: edits, maxLength: edits });
  return fc.property(steps, fc.integer(), (script, seed) => {
    const log: Uint8Array[] = [];
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
    for (const doc of docs) doc.destroy();
  });
}
