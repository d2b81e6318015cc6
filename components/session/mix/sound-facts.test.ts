// What the library says about a sound.
import { expect, it } from 'vitest';
import { noteName } from './sound-facts';

it('names notes by the nearest pitch of the tempered scale', () => {
  expect([noteName(440), noteName(261.63), noteName(27.5)]).toEqual(['A4', 'C4', 'A0']);
});
