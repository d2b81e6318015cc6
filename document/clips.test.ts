// Clips in the shared document: cutting, undoing, and what becomes of two people's edits of one stem.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { clipsOf, editClips, idBehindCut, moveClipToTrack, putClips, resetClips } from './clip-edits';
import { type Clip, LAST_POSITION, type PlacedClip, WHOLE_CLIP_ID } from './clip-schema';
import { mixLength, readClips } from './clips';
import { setStrip } from './edits';
import { openDocument } from './open';
import { readMix } from './read';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';
import { readVersionRegisters, restoreVersion } from './versions';

const STEM = { id: 'drums', lengthSamples: 100_000 };
const clip = (start: number, length: number, more: Partial<Clip> = {}): Clip => ({
  start,
  sourceStart: start,
  length,
  fadeIn: 0,
  fadeOut: 0,
  ...more,
});

function cutAt(doc: Y.Doc, at: number, origin: unknown = null): void {
  const hit = clipsOf(doc, STEM).find(({ start, length }) => start < at && at < start + length);
  if (!hit) throw new Error(`Nothing lies at ${at}.`);
  const into = at - hit.start;
  const sourceStart = hit.sourceStart + into;
  const behind = { ...hit, start: at, sourceStart, length: hit.length - into, fadeIn: 0 };
  const id = idBehindCut(doc, STEM.id, hit.id, sourceStart);
  const changes = new Map<string, Clip>([
    [hit.id, { ...hit, length: into, fadeOut: 0 }],
    [id, behind],
  ]);
  editClips(doc, STEM, changes, origin);
}

/** Exchanges the updates of both. */
function meet(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  expect(readClips(a, STEM.id)).toEqual(readClips(b, STEM.id));
  expect(validateState(a)).toBeNull();
}

function pair(prepare: (doc: Y.Doc) => void = () => undefined): [Y.Doc, Y.Doc] {
  const [a, b] = [openDocument(), openDocument()];
  prepare(a);
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  return [a, b];
}

const spans = (clips: readonly PlacedClip[] | null) => clips?.map(({ start, length }) => [start, length]);
const read = (doc: Y.Doc) => readClips(doc, STEM.id);
const idAt = (doc: Y.Doc, index: number): string => clipsOf(doc, STEM)[index]!.id;

describe('the clips of a stem', () => {
  it('are the whole stem until somebody cuts it, and again once it is put back', () => {
    const doc = openDocument();
    expect(read(doc)).toBeNull();
    cutAt(doc, 40_000);
    expect(spans(read(doc))).toEqual([
      [0, 40_000],
      [40_000, 60_000],
    ]);
    editClips(doc, STEM, new Map([[idAt(doc, 1), null]]), null);
    editClips(doc, STEM, new Map([[idAt(doc, 0), null]]), null);
    expect(read(doc)).toEqual([]);
    resetClips(doc, STEM.id, null);
    expect(read(doc)).toBeNull();
    cutAt(doc, 10_000);
    expect(spans(read(doc))).toEqual([
      [0, 10_000],
      [10_000, 90_000],
    ]);
    expect(validateState(doc)).toBeNull();
  });

  it('are part of the mix and of its length', () => {
    const doc = openDocument();
    setStrip(doc, STEM.id, 'gainDb', -3, null);
    cutAt(doc, 40_000);
    editClips(doc, STEM, new Map([[idAt(doc, 1), clip(150_000, 60_000, { sourceStart: 40_000 })]]), null);
    const { strips } = readMix(doc);
    expect(strips.drums?.clips).toHaveLength(2);
    expect(mixLength([STEM, { id: 'bass', lengthSamples: 120_000 }], strips)).toBe(210_000);
  });

  it('are put back by a named version, and those that came later go', () => {
    const doc = openDocument();
    cutAt(doc, 40_000);
    const version = readVersionRegisters(doc);
    const cut = read(doc);
    editClips(doc, STEM, new Map([[idAt(doc, 1), clip(150_000, 60_000)]]), null);
    editClips(doc, STEM, new Map([['late', clip(300_000, 10)]]), null);
    restoreVersion(doc, 'version', version, null);
    expect(read(doc)).toEqual(cut);
  });

  it('come back with one undo of a whole drag, and with one of putting the stem back', () => {
    const doc = openDocument();
    const undo = createPersonalUndo(doc, 'me');
    undo.beginGesture();
    editClips(doc, STEM, new Map([[WHOLE_CLIP_ID, clip(10, 100_000, { sourceStart: 0 })]]), 'me');
    for (let start = 20; start < 200; start += 20) {
      putClips(doc, STEM.id, new Map([[WHOLE_CLIP_ID, clip(start, 100_000, { sourceStart: 0 })]]), 'me');
    }
    undo.endGesture();
    expect(spans(read(doc))).toEqual([[180, 100_000]]);
    undo.undo();
    expect(spans(read(doc))).toEqual([[0, 100_000]]);
    undo.redo();
    expect(spans(read(doc))).toEqual([[180, 100_000]]);
    resetClips(doc, STEM.id, 'me');
    undo.undo();
    expect(spans(read(doc))).toEqual([[180, 100_000]]);
  });

  it('stay within the maximum project length, and are rejected with a message beyond it', () => {
    const doc = openDocument();
    const impossible = [
      clip(-1, 5),
      clip(0, 0),
      clip(0.5, 5),
      clip(LAST_POSITION + 1, 5),
      clip(Number.NaN, 5),
    ];
    for (const each of impossible) {
      expect(() => editClips(doc, STEM, new Map([['x', each]]), null)).toThrow(/cannot lie there/);
    }
    const many = Array.from({ length: 300 }, (_, i) => [`c${i}`, clip(i * 300, 300)] as const);
    expect(() => editClips(doc, STEM, new Map(many), null)).toThrow(/as many clips/);
    expect(read(doc)).toBeNull();
    doc.getMap('clips').set('drums/x', { ...clip(0, 5), color: 'red' });
    expect(validateState(doc)).not.toBeNull();
  });
});

describe('two people at the clips of one stem', () => {
  it('cut it in the same place: one cut', () => {
    const [a, b] = pair();
    cutAt(a, 30_000);
    cutAt(b, 30_000);
    meet(a, b);
    expect(spans(read(a))).toEqual([
      [0, 30_000],
      [30_000, 70_000],
    ]);
    putClips(a, STEM.id, new Map([[idAt(a, 1), clip(200_000, 70_000, { sourceStart: 30_000 })]]), null);
    expect(read(a)).toHaveLength(2);
  });

  it('cut it in different places: both cuts, and no remnant under the parts when they move', () => {
    for (const [first, second] of [
      [30_000, 60_000],
      [60_000, 30_000],
    ] as const) {
      const [a, b] = pair();
      cutAt(a, first);
      cutAt(b, second);
      meet(a, b);
      const parts = [
        [0, 30_000],
        [30_000, 30_000],
        [60_000, 40_000],
      ];
      expect(spans(read(a))).toEqual(parts);
      const last = clipsOf(a, STEM)[2]!;
      editClips(a, STEM, new Map([[last.id, { ...last, start: 500_000 }]]), null);
      expect(spans(read(a))?.slice(0, 2)).toEqual(parts.slice(0, 2));
    }
  });

  it('trim and move: one of the two as a whole; fade and delete: the clip stays', () => {
    const [a, b] = pair((doc) => cutAt(doc, 50_000));
    const [first, second] = clipsOf(a, STEM) as [PlacedClip, PlacedClip];
    editClips(a, STEM, new Map([[second.id, { ...second, length: 5_000 }]]), null);
    editClips(b, STEM, new Map([[second.id, { ...second, start: 70_000 }]]), null);
    editClips(a, STEM, new Map([[first.id, null]]), null);
    editClips(b, STEM, new Map([[first.id, { ...first, fadeOut: 900 }]]), null);
    meet(a, b);
    expect(read(a)?.[0]).toMatchObject({ id: first.id, fadeOut: 900 });
    expect([
      [50_000, 5_000],
      [70_000, 50_000],
    ]).toContainEqual(spans(read(a))?.[1]);
  });

  it('put the whole stem back and cut on: the stem is whole', () => {
    const [a, b] = pair((doc) => cutAt(doc, 50_000));
    resetClips(a, STEM.id, null);
    cutAt(b, 20_000);
    meet(a, b);
    expect(read(a)).toBeNull();
  });

  it('undo: what the other one cut stays, and no audio is lost', () => {
    const [a, b] = pair();
    const undo = createPersonalUndo(a, 'ana');
    cutAt(a, 30_000, 'ana');
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    cutAt(b, 60_000);
    meet(a, b);
    undo.undo();
    meet(a, b);
    expect(spans(read(a))).toEqual([
      [0, 30_000],
      [30_000, 30_000],
      [60_000, 40_000],
    ]);
  });
});

describe('a clip on its way to another track', () => {
  const drums = { id: 'drums', lengthSamples: 1_000, stemId: 'drums' };
  const guitar = { id: 'track-guitar', lengthSamples: 0, stemId: null };

  it('goes on playing what it played, in one step of undo', () => {
    const doc = new Y.Doc();
    const undo = createPersonalUndo(doc, 'ana');
    const id = moveClipToTrack(doc, { from: drums, clipId: WHOLE_CLIP_ID, to: guitar, start: 300 }, 'ana');
    expect(readClips(doc, 'drums')).toEqual([]);
    expect(readClips(doc, 'track-guitar')).toEqual([
      { id, start: 300, sourceStart: 0, length: 1_000, fadeIn: 0, fadeOut: 0, source: 'drums' },
    ]);
    undo.undo();
    expect(readClips(doc, 'drums')).toMatchObject([{ start: 0, length: 1_000 }]);
    expect(clipsOf(doc, { ...guitar, id: 'track-guitar' }).filter(({ length }) => length > 0)).toEqual([]);
  });

  it('names no source on the track whose source it plays', () => {
    const doc = new Y.Doc();
    const there = moveClipToTrack(doc, { from: drums, clipId: WHOLE_CLIP_ID, to: guitar, start: 0 }, 'ana');
    moveClipToTrack(doc, { from: guitar, clipId: there, to: drums, start: 40 }, 'ana');
    expect(readClips(doc, 'drums')).toEqual([
      { id: expect.any(String), start: 40, sourceStart: 0, length: 1_000, fadeIn: 0, fadeOut: 0 },
    ]);
  });
});
