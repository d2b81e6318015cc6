// Mix gestures: audible at once, one undo step per gesture, and never disturbed by other users.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { MASTER_ID } from '@/contract/stems';
import { setStrip } from '@/document/edits';
import { readMix } from '@/document/read';
import { DEFAULT_STRIP } from '@/document/schema';
import { createPersonalUndo } from '@/document/undo';
import { createMixReader } from '../../collaboration/mix-reader';
import { MixControl } from './mix-control';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function console_() {
  const doc = new Y.Doc();
  setStrip(doc, 'drums', 'gainDb', 0, 'seed');
  setStrip(doc, 'vocals', 'pan', 0, 'seed');
  const reader = createMixReader(doc);
  const undo = createPersonalUndo(doc, 'me');
  const announced: (string | null)[] = [];
  const announce = (register: string | null) => void announced.push(register);
  const control = new MixControl({ doc, origin: 'me', undo, shared: reader.mix, announce });
  return { doc, undo, announced, control };
}

it('applies every move at once and writes at about 30 a second, always including the last one', () => {
  const { doc, control, announced } = console_();
  let writes = 0;
  doc.on('update', () => {
    writes += 1;
  });
  const fader = control.gesture('drums', 'gainDb');
  expect(control.gesture('drums', 'gainDb')).toBe(fader);
  fader.grab();
  for (let i = 1; i <= 100; i++) {
    fader.move(-i / 10);
    expect(control.localMix.get().strips.drums?.gainDb).toBe(-i / 10);
    vi.advanceTimersByTime(5);
  }
  fader.release();
  expect(readMix(doc).strips.drums?.gainDb).toBe(-10);
  expect(writes).toBeLessThanOrEqual(17);
  expect(announced).toEqual(['drums/gainDb', null]);
});

it('makes one undo step of a drag, and keeps the edits of others', () => {
  const { doc, undo, control } = console_();
  const fader = control.gesture('drums', 'gainDb');
  fader.grab();
  for (const db of [-3, -6, -9]) {
    fader.move(db);
    vi.advanceTimersByTime(2000);
    setStrip(doc, 'vocals', 'pan', -0.5, 'ana');
  }
  fader.release();
  undo.undo();
  expect(readMix(doc).strips).toEqual({
    drums: DEFAULT_STRIP,
    vocals: { ...DEFAULT_STRIP, pan: -0.5 },
  });
});

it('is not disturbed in mid drag by somebody on the same fader', () => {
  const { doc, control } = console_();
  const fader = control.gesture('drums', 'gainDb');
  fader.grab();
  fader.move(-5);
  setStrip(doc, 'drums', 'gainDb', 6, 'ana');
  expect(control.localMix.get().strips.drums?.gainDb).toBe(-5);
  fader.release();
  expect(control.localMix.get().strips.drums?.gainDb).toBe(6);
});

it('moves the master, keeps solo to itself and leaves other strips the same object', () => {
  const { doc, control } = console_();
  const { vocals } = control.localMix.get().strips;
  const fader = control.gesture(MASTER_ID, 'gainDb');
  fader.grab();
  fader.move(-2);
  fader.release();
  control.toggleSolo('drums');
  control.toggleSolo('vocals');
  expect([...control.soloed.get()]).toEqual(['drums', 'vocals']);
  control.toggleSolo('bass', true);
  expect([...control.soloed.get()]).toEqual(['bass']);
  expect(readMix(doc).master.gainDb).toBe(-2);
  expect(control.localMix.get().strips.vocals).toBe(vocals);
});

it('sets several fields in one step of undo', () => {
  const { doc, undo, control } = console_();
  control.set('delay', 'feedback', 0.5);
  control.setTogether([
    ['delay', 'leftNote', 7],
    ['song', 'bpm', 120],
  ]);
  expect(readMix(doc)).toMatchObject({ delay: { leftNote: 7 }, bpm: 120 });
  undo.undo();
  expect(readMix(doc)).toMatchObject({ delay: { leftNote: 0, feedback: 0.5 }, bpm: 0 });
  undo.undo();
  expect(undo.canUndo()).toBe(false);
  control.destroy();
});

it('changes any number of the mix, with two gestures in one undo step, and restores processors', () => {
  const { doc, undo, control } = console_();
  const [hz, gain] = [control.gesture('drums', 'eqLowPeakHz'), control.gesture('drums', 'eqLowPeakGainDb')];
  for (const each of [hz, gain]) each.grab();
  hz.move(700);
  gain.move(-4);
  expect(control.localMix.get().strips.drums?.eq.lowPeak).toMatchObject({ hz: 700, gainDb: -4 });
  for (const each of [hz, gain]) each.release();
  control.set('song', 'keySemitones', 2);
  expect(readMix(doc).keySemitones).toBe(2);
  undo.undo();
  expect(readMix(doc).strips.drums?.eq.lowPeak.hz).toBe(700);
  control.resetProcessor('drums', 'eq');
  expect(readMix(doc).strips.drums?.eq).toEqual(DEFAULT_STRIP.eq);
  undo.undo();
  expect(readMix(doc).strips.drums?.eq.lowPeak).toMatchObject({ hz: 700, gainDb: -4 });
  undo.undo();
  expect(readMix(doc).strips.drums?.eq).toEqual(DEFAULT_STRIP.eq);
  control.destroy();
});
