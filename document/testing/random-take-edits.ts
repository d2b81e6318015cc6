// For tests: random edits of takes: recordings of one and of several rounds, and comping.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { MIN_COMP } from '../comp';
import { addTakes, chooseTake, removeTake, renameTake } from '../take-edits';
import { readTakes } from '../takes';
import { mapEdits } from './random-map-edits';

const LENGTH = 441_000;
const kinds = fc.constantFrom('record', 'choose', 'whole', 'rename', 'remove');

interface TakeEdit {
  readonly take: string;
  readonly track: string;
  /** Which of the takes there are. */
  readonly which: number;
  readonly at: number;
  readonly share: number;
  readonly rounds: number;
}

/** Few enough that a long run of edits does not fill the project. */
const MANY_TAKES = 30;

function makeTakeEdit(doc: Y.Doc, edit: TakeEdit, origin: unknown): void {
  const { take: kind, track: id, which, at, share, rounds: count } = edit;
  const track = { id, stemId: id, lengthSamples: LENGTH };
  const takes = readTakes(doc);
  const length = Math.max(MIN_COMP, Math.floor(LENGTH * share));
  if (kind === 'record' && takes.length < MANY_TAKES) {
    const rounds = Array.from({ length: count }, (_, i) => ({
      start: at,
      sourceStart: 1_000 + i * length,
      length,
    }));
    const recorded = {
      id: `take_${which % 50}`,
      source: 'file-1',
      at: which,
      stretches: rounds,
      chosen: [count - 1],
    };
    addTakes(doc, track, recorded, origin);
    return;
  }
  const take = takes[which % Math.max(1, takes.length)];
  if (!take) return;
  const lies = { ...track, id: take.track, stemId: take.track };
  if (kind === 'whole') chooseTake(doc, lies, take, null, origin);
  else if (kind === 'rename') renameTake(doc, take.id, `Take at ${at}`, origin);
  else if (kind === 'remove') removeTake(doc, take.id, origin);
  else if (kind === 'choose' && take.length >= MIN_COMP) {
    const start = take.start + Math.floor((take.length - MIN_COMP) * share);
    chooseTake(doc, lies, take, { start, end: start + MIN_COMP + (at % 5_000) }, origin);
  }
}

export const takeEdits = mapEdits({
  edits: fc.record({
    take: kinds,
    track: fc.constantFrom('vocals', 'drums'),
    which: fc.nat(10_000),
    at: fc.nat(LENGTH),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    rounds: fc.integer({ min: 1, max: 3 }),
  }),
  make: ({ doc, origin }, edit) => makeTakeEdit(doc, edit, origin),
  read: readTakes,
});
