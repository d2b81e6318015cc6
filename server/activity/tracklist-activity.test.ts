// What the list of activity says of the tracklist, edit by edit.
import { expect, it } from 'vitest';
import type * as Y from 'yjs';
import { changedRegisters } from '@/document/changes';
import { openDocument } from '@/document/open';
import { addTrack, keepTogether, moveTrack, removeTrack, setOption } from '@/document/tracklist-edits';
import { activityOf } from './change-activity';
import { describeActivity } from './describe-activity';
import type { ListedActivity } from './map-activity';

/** The descriptions of what `edit` does to `doc`. */
function told(doc: Y.Doc, edit: () => void): string[] {
  const sentences: string[] = [];
  const onTransaction = (transaction: Y.Transaction) => {
    for (const change of changedRegisters(transaction)) {
      const what = activityOf({ changes: [change], live: doc });
      if (what) sentences.push(describeActivity(what as ListedActivity));
    }
  };
  doc.on('afterTransaction', onTransaction);
  edit();
  doc.off('afterTransaction', onTransaction);
  return sentences;
}

it('records each edit once, with the names that tracks had at that time', () => {
  const doc = openDocument();
  expect(told(doc, () => addTrack(doc, { id: 'a', name: 'Dawn' }, null))).toEqual([
    'added “Dawn” to the tracklist',
  ]);
  addTrack(doc, { id: 'b', name: 'Dusk' }, null);
  expect(told(doc, () => moveTrack(doc, 'b', 0, null))).toEqual(['moved “Dusk” in the tracklist']);
  expect(told(doc, () => setOption(doc, 'first', 'a', null))).toEqual(['wants “Dawn” first in the set']);
  expect(told(doc, () => setOption(doc, 'first', null, null))).toEqual([
    'let any track play first in the set',
  ]);
  expect(told(doc, () => keepTogether(doc, 'a', 'b', null))).toEqual([
    'keeps tracks of the set together: “Dawn”, then “Dusk”',
  ]);
  expect(told(doc, () => setOption(doc, 'energyShape', 'rise', null))).toEqual([
    'made the energy of the set rising',
  ]);
  expect(told(doc, () => setOption(doc, 'keepOrder', true, null))).toEqual(['locked the order of the set']);
  expect(told(doc, () => setOption(doc, 'format', 'wav', null))).toEqual(['made the set WAV']);
  expect(told(doc, () => removeTrack(doc, 'a', null))).toEqual(['removed “Dawn” from the tracklist']);
});
