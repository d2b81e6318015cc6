// Spoilt updates for tests and benchmarks: valid ones with a few bytes changed, cut, doubled or swapped.

import * as Y from 'yjs';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import { addPoint } from '@/document/automation';
import { editClips } from '@/document/clip-edits';
import { replyTo, setResolved, startThread } from '@/document/comment-edits';
import { resetProcessor, setMaster, setStrip } from '@/document/edits';
import { applyServerEdit } from '@/document/server-edits';
import { restoreVersion } from '@/document/versions';

/** A small repeatable random number generator (mulberry32): integers from 0 up to `below`. */
export function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Updates as browsers send them: single edits, whole documents, and some that only the server may make. */
export function sampleUpdates(): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const docs = [new Y.Doc(), new Y.Doc()];
  for (const [index, doc] of docs.entries()) {
    doc.on('update', (update: Uint8Array) => updates.push(update));
    setStrip(doc, 'drums', 'gainDb', -3 * index, null);
    setStrip(doc, 'bass', 'pan', 0.25, null);
    setStrip(doc, 'vocals', 'mute', true, null);
    setMaster(doc, 'gainDb', -1.5, null);
    resetProcessor(doc, 'drums', null, null);
    const clip = { start: 44_100, sourceStart: 0, length: 22_050, fadeIn: 441, fadeOut: 0 };
    editClips(doc, { id: 'drums', lengthSamples: 441_000 }, new Map([['whole', clip]]), null);
    addPoint(doc, { stemId: 'bass', lane: 'pan' }, { at: 88_200, value: -0.5 }, null);
    const pen = { doc, userId: 'ada', origin: null, now: Date.now };
    const thread = startThread(pen, { stemId: 'drums', position: 44_100 }, 'Too loud here');
    replyTo(pen, thread, 'Better now?');
    setResolved(pen, thread, true);
    restoreVersion(doc, 'version-1', { mix: { 'bass/pan': -0.25 } }, null);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[0] as Y.Doc));
    updates.push(Y.encodeStateAsUpdate(doc));
  }
  const stem = { id: 'drums', name: 'Drums', sourceId: 'sep-1', lengthSamples: 1, sampleRate: SAMPLE_RATE };
  const stems = [{ ...stem, segmentSamples: SEGMENT_SAMPLES, headroomBits: 0 }];
  applyServerEdit(docs[0] as Y.Doc, { type: 'put-stems', stems });
  for (const doc of docs) doc.destroy();
  return updates;
}

/** Spoils `update` in one of six ways. */
export function spoil(update: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(update.length);
  const bytes = Uint8Array.from(update);
  switch (random(6)) {
    case 0:
      bytes[at] = random(256);
      return bytes;
    case 1:
      for (let i = 0; i < 4; i++) bytes[random(bytes.length)] = random(256);
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return Uint8Array.from([...bytes.slice(0, at), random(256), ...bytes.slice(at)]);
    case 4:
      // A number that goes on for long: the largest lengths and clocks.
      return Uint8Array.from([
        ...bytes.slice(0, at),
        255,
        255,
        255,
        255,
        random(128),
        ...bytes.slice(at + 1),
      ]);
    default:
      return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(random(bytes.length))]);
  }
}
