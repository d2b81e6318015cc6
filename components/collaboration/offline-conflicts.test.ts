// Two users move controls while one of them is offline: only the one whose value was overridden is notified.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { setField } from '@/document/edits';
import { openDocument } from '@/document/open';
import { OfflineConflicts } from './offline-conflicts';

const LOST = { link: 'lost', synced: false, acknowledged: true };
const BACK = { link: 'open', synced: true, acknowledged: true };

function person(clientId: number) {
  const doc = openDocument();
  doc.clientID = clientId;
  const origin = Symbol(`${clientId}`);
  return { doc, origin, conflicts: new OfflineConflicts(doc, origin) };
}

function merge(a: Y.Doc, b: Y.Doc): void {
  const [ofA, ofB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)];
  Y.applyUpdate(a, ofB, 'server');
  Y.applyUpdate(b, ofA, 'server');
}

it('names the control whose value gave way, and can put it back', () => {
  const [ana, ben] = [person(1), person(2)];
  ana.conflicts.setConnection(LOST);
  setField(ana.doc, 'bass', 'pan', -0.25, ana.origin);
  setField(ana.doc, 'drums', 'gainDb', -3, ana.origin);
  setField(ben.doc, 'bass', 'pan', 0.15, ben.origin);
  merge(ana.doc, ben.doc);
  // The higher client id has the last word of two concurrent ones.
  expect(ana.conflicts.found.get()).toEqual([{ entity: 'bass', field: 'pan', mine: -0.25, theirs: 0.15 }]);
  expect(ben.conflicts.found.get()).toEqual([]);
  ana.conflicts.restoreMine();
  merge(ana.doc, ben.doc);
  expect(ben.doc.getMap('mix').get('bass/pan')).toBe(-0.25);
  expect(ana.conflicts.found.get()).toEqual([]);
});

it('says nothing when this person had the last word, or once the server has all', () => {
  const [ana, ben] = [person(2), person(1)];
  ana.conflicts.setConnection(LOST);
  setField(ana.doc, 'bass', 'pan', -0.25, ana.origin);
  setField(ben.doc, 'bass', 'pan', 0.15, ben.origin);
  merge(ana.doc, ben.doc);
  expect(ana.conflicts.found.get()).toEqual([]);
  ana.conflicts.setConnection(BACK);
  setField(ben.doc, 'bass', 'pan', 0.5, ben.origin);
  merge(ana.doc, ben.doc);
  expect(ana.conflicts.found.get()).toEqual([]);
});

it('drops a control from the notice once somebody has moved it again', () => {
  const [ana, ben] = [person(1), person(2)];
  ana.conflicts.setConnection(LOST);
  setField(ana.doc, 'bass', 'pan', -0.25, ana.origin);
  setField(ana.doc, 'drums', 'pan', -0.5, ana.origin);
  setField(ben.doc, 'bass', 'pan', 0.15, ben.origin);
  setField(ben.doc, 'drums', 'pan', 0.5, ben.origin);
  merge(ana.doc, ben.doc);
  ana.conflicts.setConnection(BACK);
  expect(ana.conflicts.found.get()).toHaveLength(2);
  setField(ben.doc, 'bass', 'pan', 0.3, ben.origin);
  merge(ana.doc, ben.doc);
  expect(ana.conflicts.found.get()).toMatchObject([{ entity: 'drums', field: 'pan' }]);
});
