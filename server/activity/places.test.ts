// Where an entry of the activity list leads.
import { expect, it } from 'vitest';
import type { ListedActivity } from './map-activity';
import { activityPlace } from './places';

const control = (register: string) => activityPlace({ kind: 'mix', register, before: null, after: 1 });

it.each([
  ['drums/gainDb', { in: 'strip', entity: 'drums' }],
  ['drums/mute', { in: 'strip', entity: 'drums' }],
  ['master/gainDb', { in: 'strip', entity: 'master' }],
  ['bass/eqBypass', { in: 'effects', entity: 'bass' }],
  ['bass/sendsReverbDb', { in: 'effects', entity: 'bass' }],
  ['bass/invert', { in: 'effects', entity: 'bass' }],
  ['reverb/decayS', { in: 'effects', entity: 'master' }],
  ['master/limiterOn', { in: 'effects', entity: 'master' }],
  ['song/tempo', null],
  ['nonsense', null],
])('leads from %s to its control', (register, place) => {
  expect(control(register)).toEqual(place);
});

it('leads to comments, versions, people, exports, the set and what was imported', () => {
  const comment = { kind: 'comment', action: 'started', stem: 'bass', excerpt: '' } as const;
  const all: ListedActivity[] = [
    { ...comment, position: 44_100 },
    { ...comment, position: null },
    { kind: 'version-saved', name: 'Rough' },
    { kind: 'joined', role: 'editor' },
    { kind: 'exported', format: 'mp3' },
    { kind: 'set-asked', tracks: 3, format: 'mp3' },
    { kind: 'clips', stem: 'vocals' },
    { kind: 'separated' },
    { kind: 'imported', name: 'Bass DI', stem: 'file-0123456789abcdef01234567' },
  ];
  expect(all.map((what) => activityPlace(what))).toEqual([
    { in: 'comments', stem: 'bass', position: 44_100 },
    null,
    { in: 'versions' },
    { in: 'people' },
    { in: 'exports' },
    { in: 'automix' },
    { in: 'strip', entity: 'vocals' },
    null,
    { in: 'strip', entity: 'file-0123456789abcdef01234567' },
  ]);
});
