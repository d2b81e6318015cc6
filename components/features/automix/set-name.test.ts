// New sets: their names by day and number, and the empty one that serves again.
import { expect, it } from 'vitest';
import { nextSetName, type SetFacts, untouchedSet } from './set-name';

it('numbers the second and later sets of a day', () => {
  expect(nextSetName('Nov 30', [])).toBe('DJ set, Nov 30');
  expect(nextSetName('Nov 30', ['DJ set, Nov 30'])).toBe('DJ set, Nov 30 (2)');
  expect(nextSetName('Nov 30', ['DJ set, Nov 30', 'DJ set, Nov 30 (2)'])).toBe('DJ set, Nov 30 (3)');
  expect(nextSetName('Nov 30', ['DJ set, Nov 29', 'DJ set, Nov 30 (2)'])).toBe('DJ set, Nov 30');
});

const set = (id: string, change: Partial<SetFacts> = {}): SetFacts => ({
  id,
  name: 'DJ set, Nov 30',
  kind: 'set',
  role: 'owner',
  status: 'created',
  set_status: null,
  created_at: `2026-11-30T10:0${id}:00.000Z`,
  member_count: 1,
  track_count: 0,
  ...change,
});

it('uses the newest untouched set of the person again', () => {
  expect(untouchedSet([set('1'), set('3'), set('2')])?.id).toBe('3');
  expect(untouchedSet([])).toBeNull();
});

it.each<Partial<SetFacts>>([
  { kind: 'session' },
  { role: 'editor' },
  { name: 'Friday night' },
  { status: 'ready' },
  { track_count: 1 },
  { set_status: 'failed' },
  { member_count: 2 },
])('leaves a project alone that is or has %o', (change) => {
  expect(untouchedSet([set('1', change)])).toBeNull();
});
