// Clip edits: a drag is one undo step and few writes, and a cut that is not possible is explained in a
// message.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { at, required } from '@/contract/required';
import { readClips } from '@/document/clips';
import { openDocument } from '@/document/open';
import { createPersonalUndo } from '@/document/undo';
import { ClipControl } from './clip-control';
import { shifted } from './clip-moves';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const STEM = { id: 'drums', lengthSamples: 441_000 };

function desk() {
  const doc = openDocument();
  const undo = createPersonalUndo(doc, 'me');
  const told: string[] = [];
  const announced: (string | null)[] = [];
  const control = new ClipControl({
    doc,
    undo,
    origin: 'me',
    announce: (register) => void announced.push(register),
    report: (problem) => void told.push(problem),
  });
  return { doc, undo, told, announced, control };
}

it('writes a drag at about 30 a second, the last move always, and takes it back in one step', () => {
  const { doc, undo, announced, control } = desk();
  control.split(STEM, 100_000);
  const behind = at(control.clipsOf(STEM), 1);
  let writes = 0;
  doc.on('update', () => {
    writes += 1;
  });
  const hand = control.grab(STEM, behind.id);
  for (let i = 1; i <= 100; i++) {
    hand.move(shifted(behind, 'whole', i * 100, STEM.lengthSamples));
    vi.advanceTimersByTime(5);
  }
  hand.release();
  expect(writes).toBeLessThanOrEqual(18);
  expect(control.clipsOf(STEM)[1]?.start).toBe(110_000);
  expect(announced).toEqual([`drums/${behind.id}`, null]);
  undo.undo();
  expect(control.clipsOf(STEM)[1]).toEqual(behind);
});

it('leaves everything alone when a clip is only touched', () => {
  const { doc, undo, control } = desk();
  control.grab(STEM, 'whole').release();
  expect(readClips(doc, STEM.id)).toBeNull();
  expect(undo.canUndo()).toBe(false);
});

it('says why it does not cut', () => {
  const { told, control } = desk();
  expect(control.split(STEM, 0)).toBeNull();
  control.put(STEM, 'whole', { ...at(control.clipsOf(STEM), 0), fadeIn: 5_000 });
  expect(control.split(STEM, 4_000)).toBeNull();
  expect(told).toHaveLength(2);
  expect(control.split(STEM, 6_000)).not.toBeNull();
  expect(told).toHaveLength(2);
});

it('copies a clip behind itself, removes it, and puts the whole stem back', () => {
  const { doc, control } = desk();
  const copy = required(control.duplicate(STEM, 'whole'), 'the copy');
  expect(control.clipsOf(STEM).map(({ start }) => start)).toEqual([0, 441_000]);
  control.remove(STEM, copy);
  control.remove(STEM, 'whole');
  expect(readClips(doc, STEM.id)).toEqual([]);
  control.reset(STEM.id);
  expect(readClips(doc, STEM.id)).toBeNull();
});
