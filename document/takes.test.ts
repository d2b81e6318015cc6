// Takes: what was recorded lies under its track, and comping says which of it sounds, without a gap or a jump.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { type ClipTrack, clipsOf, editClips } from './clip-edits';
import { type Clip, endOf } from './clip-schema';
import { COMP_FADE } from './comp';
import { addTakes, chooseTake, type RecordedTakes, removeTake, renameTake } from './take-edits';
import { readTakes } from './takes';
import { createTrack } from './track-edits';
import { createPersonalUndo } from './undo';

const ME = 'ana';
const ROUND = 100_000;

function open(): { doc: Y.Doc; track: ClipTrack } {
  const doc = new Y.Doc();
  return {
    doc,
    track: { id: createTrack(doc, { name: 'Voice', source: null }, ME), stemId: null, lengthSamples: 0 },
  };
}

const clip = (start: number, length: number, source: string): Clip => ({
  start,
  sourceStart: 1_000,
  length,
  fadeIn: 0,
  fadeOut: 0,
  source,
});

/** Three rounds of a loop from `start` on, recorded in one go after a count-in. */
const loop = (id: string, start = 50_000): RecordedTakes => ({
  id,
  source: `file-${id}`,
  at: 1,
  stretches: [0, 1, 2].map((i) => ({ start, sourceStart: 5_000 + i * ROUND, length: ROUND })),
  chosen: [2],
});

const eased = (share: number): number => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, share));

/** The sounds of a moment with their gains, by the fades of the engine. */
function soundsAt(clips: readonly Clip[], at: number) {
  return clips.flatMap(({ source, start, sourceStart, length, fadeIn, fadeOut }) => {
    if (at < start || at >= start + length) return [];
    const into = fadeIn > 0 ? eased((at - start) / fadeIn) : 1;
    const out = fadeOut > 0 ? eased((start + length - at) / fadeOut) : 1;
    return [{ sound: `${source} ${sourceStart + at - start}`, gain: into * out }];
  });
}

const loudest = (clips: readonly Clip[], at: number): string | null =>
  soundsAt(clips, at).toSorted((a, b) => b.gain - a.gain)[0]?.sound ?? null;

it('a recording of three rounds is three takes in one step of undo, the chosen one sounds', () => {
  const { doc, track } = open();
  const undo = createPersonalUndo(doc, ME);
  addTakes(doc, track, loop('one'), ME);
  expect(readTakes(doc).map(({ name }) => name)).toEqual(['Take 1', 'Take 2', 'Take 3']);
  expect(loudest(clipsOf(doc, track), 90_000)).toBe(`file-one ${5_000 + 2 * ROUND + 40_000}`);
  undo.undo();
  expect(readTakes(doc)).toEqual([]);
  expect(clipsOf(doc, track)).toEqual([]);
  undo.redo();
  expect(readTakes(doc)).toHaveLength(3);
});

it('the same recording again changes nothing, even after it was undone', () => {
  const { doc, track } = open();
  const undo = createPersonalUndo(doc, ME);
  addTakes(doc, track, loop('one'), ME);
  const placed = clipsOf(doc, track);
  addTakes(doc, track, loop('one'), ME);
  expect(clipsOf(doc, track)).toEqual(placed);
  undo.undo();
  addTakes(doc, track, loop('one'), ME);
  expect(readTakes(doc)).toEqual([]);
});

it('a take replaces the stretch that it covers, and nothing around it beyond its crossfades', () => {
  const lengths = fc.array(fc.tuple(fc.nat(4_000), fc.integer({ min: 1, max: 4_000 })), { maxLength: 5 });
  const property = fc.property(
    lengths,
    fc.nat(20_000),
    fc.integer({ min: 2 * COMP_FADE, max: 9_000 }),
    fc.nat(600),
    (parts, start, length, sourceStart) => {
      let end = 0;
      const clips = parts.map(([gap, size], i) => {
        const placed = clip(end + gap, size, `s${i}`);
        end = endOf(placed);
        return placed;
      });
      const { doc, track } = open();
      editClips(doc, track, new Map(clips.map((each, i) => [`c${i}`, each])), ME);
      const before = clipsOf(doc, track);
      const take = { start, sourceStart, length };
      addTakes(doc, track, { id: 't', source: 'take', at: 1, stretches: [take], chosen: [0] }, ME);
      const after = clipsOf(doc, track);
      const heard: unknown[] = [];
      const meant: unknown[] = [];
      for (let at = 0; at < 35_000; at += 101) {
        const isInside = start + COMP_FADE <= at && at < start + length - COMP_FADE;
        const isOutside = at < start - COMP_FADE || at > start + length + COMP_FADE;
        if (isInside || isOutside) heard.push(loudest(after, at));
        if (isInside) meant.push(`take ${sourceStart + at - start}`);
        else if (isOutside) meant.push(loudest(before, at));
      }
      expect(heard).toEqual(meant);
    },
  );
  fc.assert(property, { numRuns: 60 });
});

interface Comp {
  readonly clips: readonly Clip[];
  /** Which take was chosen last for each sample of the loop. */
  readonly played: Uint8Array;
  readonly nearJoints: (at: number) => number;
}

function compOf(choices: readonly (readonly [which: number, from: number, length: number])[]): Comp {
  const { doc, track } = open();
  addTakes(doc, track, loop('one'), ME);
  const takes = readTakes(doc);
  const played = new Uint8Array(ROUND).fill(2);
  const joints = new Set([0, ROUND]);
  for (const [which, from, length] of choices) {
    const take = takes[which];
    const end = Math.min(ROUND, from + length);
    if (take) chooseTake(doc, track, take, { start: 50_000 + from, end: 50_000 + end }, ME);
    played.fill(which, from, end);
    joints.add(from).add(end);
  }
  const nearJoints = (at: number) =>
    [...joints].filter((each) => Math.abs(each - at) <= 2 * COMP_FADE).length;
  return { clips: clipsOf(doc, track), played, nearJoints };
}

const choice = fc.tuple(fc.nat(2), fc.nat(ROUND - 2_000), fc.integer({ min: 2 * COMP_FADE, max: 40_000 }));
const comps = fc.array(choice, { minLength: 1, maxLength: 12 }).map(compOf);

it('any comp of takes plays what was chosen last', () => {
  const property = fc.property(comps, ({ clips, played, nearJoints }) => {
    const places = Array.from({ length: ROUND / 500 }, (_, i) => 500 * i).filter(
      (at) => nearJoints(at) === 0,
    );
    const meant = (at: number) => [{ sound: `file-one ${5_000 + (played[at] ?? 0) * ROUND + at}`, gain: 1 }];
    expect(places.map((at) => soundsAt(clips, 50_000 + at))).toEqual(places.map(meant));
  });
  fc.assert(property, { numRuns: 60 });
});

it('the gains of any comp add up to 1 at its joints', () => {
  const property = fc.property(comps, ({ clips, nearJoints }) => {
    const steps = (ROUND - 2 * COMP_FADE) / 40;
    const off = Array.from({ length: steps }, (_, i) => COMP_FADE + 40 * i).filter((at) => {
      const sum = soundsAt(clips, 50_000 + at).reduce((gain, each) => gain + each.gain, 0);
      // Joints that lie closer than a fade share it.
      return sum > 1.001 || (nearJoints(at) < 2 && sum < 0.999);
    });
    expect(off).toEqual([]);
  });
  fc.assert(property, { numRuns: 60 });
});

it('a whole take chosen again is one clip, as if nothing else had been chosen', () => {
  const { doc, track } = open();
  addTakes(doc, track, loop('one'), ME);
  const [first, , third] = readTakes(doc);
  if (!first || !third) throw new Error('There are three takes.');
  chooseTake(doc, track, first, { start: 80_000, end: 90_000 }, ME);
  expect(clipsOf(doc, track)).toHaveLength(3);
  chooseTake(doc, track, third, null, ME);
  expect(clipsOf(doc, track)).toHaveLength(1);
});

it('choosing a stretch is one step of undo, and one without enough of the take is refused', () => {
  const { doc, track } = open();
  addTakes(doc, track, loop('one'), ME);
  const undo = createPersonalUndo(doc, ME);
  const [first] = readTakes(doc);
  if (!first) throw new Error('There is a take.');
  const before = clipsOf(doc, track);
  chooseTake(doc, track, first, { start: 80_000, end: 90_000 }, ME);
  undo.undo();
  expect(clipsOf(doc, track)).toEqual(before);
  expect(() => chooseTake(doc, track, first, { start: 0, end: 50_100 }, ME)).toThrow('too little');
});

it('a take is renamed and removed, what sounds stays, and undo brings it back', () => {
  const { doc, track } = open();
  addTakes(doc, track, loop('one'), ME);
  const undo = createPersonalUndo(doc, ME);
  const sounding = clipsOf(doc, track);
  const id = readTakes(doc)[2]?.id ?? '';
  renameTake(doc, id, '  The good one ', ME);
  renameTake(doc, id, '   ', ME);
  expect(readTakes(doc)[2]?.name).toBe('The good one');
  removeTake(doc, id, ME);
  expect(readTakes(doc)).toHaveLength(2);
  expect(clipsOf(doc, track)).toEqual(sounding);
  undo.undo();
  expect(readTakes(doc)).toHaveLength(3);
});

it('nonsense in the registers is no take', () => {
  const { doc, track } = open();
  addTakes(doc, track, loop('one'), ME);
  const map = doc.getMap('takes');
  map.set('one/name', 7);
  map.set('x/audio', { track: 'T' });
  map.set('no slash', true);
  expect(readTakes(doc).map(({ name }) => name)).toEqual(['Take', 'Take 2', 'Take 3']);
});
