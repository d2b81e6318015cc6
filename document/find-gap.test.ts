// Gaps are found before an update is applied, exactly where Yjs would make it wait.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { resetProcessor, setStrip } from './edits';
import { buildsOnGap } from './find-gap';
import { openDocument } from './open';

/** The updates of two users who edit and occasionally exchange updates. */
function history(moves: readonly number[]): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  for (const doc of docs) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'sync') updates.push(update);
    });
  }
  for (const move of moves) {
    const doc = docs[move % 2] as Y.Doc;
    if (move % 5 === 0) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[1 - (move % 2)] as Y.Doc), 'sync');
    else if (move % 7 === 0) resetProcessor(doc, 'drums', null, null);
    else setStrip(doc, move % 3 ? 'drums' : 'bass', 'gainDb', -(move % 50), null);
  }
  return updates;
}

it('agrees with what Yjs makes of the update', () => {
  const moves = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(moves, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (steps, keep) => {
      const doc = openDocument();
      for (const [index, update] of history(steps).entries()) {
        if (!keep[index]) continue;
        const expected = buildsOnGap(update, doc);
        const trial = openDocument();
        Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
        Y.applyUpdate(trial, update);
        const { pendingStructs, pendingDs } = trial.store;
        expect(pendingStructs !== null || pendingDs !== null).toBe(expected);
        if (!expected) Y.applyUpdate(doc, update);
      }
    }),
    { numRuns: 200 },
  );
});

it('takes an update that brings what its own items hang on, and one that is known already', () => {
  const doc = new Y.Doc();
  for (let i = 0; i < 10; i++) setStrip(doc, 'drums', 'gainDb', -i, null);
  const whole = Y.encodeStateAsUpdate(doc);
  const copy = openDocument();
  expect(buildsOnGap(whole, copy)).toBe(false);
  Y.applyUpdate(copy, whole);
  expect(buildsOnGap(whole, copy)).toBe(false);
});
