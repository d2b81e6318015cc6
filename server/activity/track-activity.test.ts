// What the list of activity says of tracks and groups, edit by edit.
import { expect, it } from 'vitest';
import type * as Y from 'yjs';
import { changedRegisters, type RegisterChange } from '@/document/changes';
import { openDocument } from '@/document/open';
import { createTrack, removeTrack, renameTrack } from '@/document/track-edits';
import { createGroup, moveTrack, setTrackGroup } from '@/document/track-moves';
import { activityOf, subjectOf } from './change-activity';
import { describeActivity } from './describe-activity';
import type { ListedActivity } from './map-activity';

/** The descriptions of what `edit` does to `doc`, a row for each track. */
function told(doc: Y.Doc, edit: () => void): string[] {
  const bySubject = new Map<string | null, RegisterChange[]>();
  const onTransaction = (transaction: Y.Transaction) => {
    for (const change of changedRegisters(transaction)) {
      const subject = subjectOf(change);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), change]);
    }
  };
  doc.on('afterTransaction', onTransaction);
  edit();
  doc.off('afterTransaction', onTransaction);
  const rows = [...bySubject.values()].map((changes) => activityOf({ changes, live: doc }));
  return rows.flatMap((row) => (row ? describeActivity(row as ListedActivity) : []));
}

it('says that a track without a source is added, named by its first name', () => {
  const doc = openDocument();
  let id = '';
  const made = told(doc, () => {
    id = createTrack(doc, { name: 'Guitar', source: null }, null);
  });
  expect(made[0]).toBe('added the track “Guitar”');
  expect(told(doc, () => renameTrack(doc, id, 'Bass', null))).toEqual(['renamed “Guitar” to “Bass”']);
  expect(told(doc, () => removeTrack(doc, id, null))).toEqual(['removed the track “Bass”']);
});

it('says which groups are made, joined, left and removed', () => {
  const doc = openDocument();
  const [kick, snare] = ['Kick', 'Snare'].map((name) => createTrack(doc, { name, source: null }, null));
  if (!kick || !snare) throw new Error('The tracks were not made.');
  let group = '';
  const made = told(doc, () => {
    group = createGroup(doc, kick, null);
  });
  expect(made).toEqual(['added the group “Group 1”', 'put Kick into the group “Group 1”']);
  expect(told(doc, () => renameTrack(doc, group, 'Drums', null))).toEqual(['renamed “Group 1” to “Drums”']);
  expect(told(doc, () => setTrackGroup(doc, snare, group, null))).toEqual([
    'put Snare into the group “Drums”',
  ]);
  expect(told(doc, () => moveTrack(doc, snare, 1, null))).toEqual(['moved Snare among the tracks']);
  expect(told(doc, () => setTrackGroup(doc, kick, null, null))).toEqual(['took Kick out of its group']);
  expect(told(doc, () => removeTrack(doc, group, null))).toEqual([
    'took Snare out of its group',
    'removed the group “Drums”',
  ]);
});
