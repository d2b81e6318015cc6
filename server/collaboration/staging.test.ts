// What passes the staging document, and that what does not pass leaves nothing behind.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { openDocument } from '@/document/open';
import { validateState } from '@/document/validate';
import { Staging } from './staging';
import { randomIntegers, sampleUpdates, spoil } from './testing/mutations';

const bytesOf = (edit: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  edit(doc);
  return Y.encodeStateAsUpdate(doc);
};

it('accepts an edit once and finds nothing new in it the second time', () => {
  const staging = new Staging(openDocument());
  const edit = bytesOf((doc) => setStrip(doc, 'drums', 'gainDb', -3, null));
  expect(staging.try(edit, 'ada')).toMatchObject({ message: null, update: expect.any(Uint8Array) });
  expect(staging.try(edit, 'ada')).toEqual({ message: null, update: null, changes: [] });
});

it('passes on only what is visible of an edit', () => {
  const staging = new Staging(openDocument());
  const secret = 'not a number';
  const trial = staging.try(
    bytesOf((doc) => {
      doc.gc = false;
      doc.getMap('mix').set('drums/gainDb', secret);
      doc.getMap('mix').set('drums/gainDb', -3);
    }),
    'ada',
  );
  expect(trial.message).toBeNull();
  const passed = trial.message === null ? Buffer.from(trial.update ?? []) : Buffer.alloc(0);
  expect(passed.includes(secret)).toBe(false);
});

it('keeps what was accepted before a refused edit', () => {
  const live = openDocument();
  const staging = new Staging(live);
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  setStrip(doc, 'drums', 'gainDb', -3, null);
  setStrip(doc, 'drums', 'gainDb', -4, null);
  expect(staging.try(updates[0] as Uint8Array, 'ada').message).toBeNull();
  expect(
    staging.try(
      bytesOf((other) => other.getMap('mix').set('bass/gainDb', 99)),
      'ada',
    ).message,
  ).not.toBeNull();
  expect(staging.try(updates[1] as Uint8Array, 'ada').message).toBeNull();
  staging.markStale();
  staging.begin();
  expect(staging.try(updates[1] as Uint8Array, 'ada').message).toMatch(/never seen/);
});

it('lets nothing of 2,000 spoilt updates through that is not a valid edit', () => {
  const random = randomIntegers(7);
  const samples = sampleUpdates();
  const live = openDocument();
  let staging = new Staging(live);
  let refused = 0;
  for (let i = 0; i < 2_000; i++) {
    const trial = staging.try(spoil(samples[random(samples.length)] as Uint8Array, random), 'ada');
    if (trial.message !== null) refused += 1;
    else if (trial.update) {
      // A shadow that knows only what was accepted stays whole and valid: nothing refused is left in between.
      Y.applyUpdate(live, trial.update);
      expect(validateState(live)).toBeNull();
    }
    if (i % 200 === 199) staging = new Staging(live);
  }
  expect(refused).toBeGreaterThan(1_000);
  expect(live.getMap('results').size).toBe(0);
});
