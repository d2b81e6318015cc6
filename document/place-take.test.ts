// A take on a track: it sounds from its first to its last sample, and around it all is as before.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { clipsOf, editClips } from './clip-edits';
import { type Clip, endOf } from './clip-schema';
import { placeTake } from './place-take';
import { createTrack } from './track-edits';
import { createPersonalUndo } from './undo';

const clip = (start: number, length: number, source: string): Clip => ({
  start,
  sourceStart: 1_000,
  length,
  fadeIn: 0,
  fadeOut: 0,
  source,
});

function open(clips: readonly Clip[]) {
  const doc = new Y.Doc();
  const track = { id: createTrack(doc, { name: 'Voice', source: null }, 'ana'), lengthSamples: 0 };
  editClips(doc, track, new Map(clips.map((each, i) => [`c${i}`, each])), 'ana');
  return { doc, track };
}

/** What sounds at a moment: the source, and where in it. */
function soundAt(clips: readonly Clip[], at: number): string | null {
  const hit = clips.findLast(({ start, length }) => start <= at && at < start + length);
  return hit ? `${hit.source} ${hit.sourceStart + at - hit.start}` : null;
}

it('replaces the stretch that it covers, and nothing around it', () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 400 })), {
    maxLength: 5,
  });
  const property = fc.property(
    lengths,
    fc.nat(2_000),
    fc.integer({ min: 1, max: 900 }),
    (parts, start, length) => {
      let end = 0;
      const clips = parts.map(([gap, size], i) => {
        const placed = clip(end + gap, size, `s${i}`);
        end = endOf(placed);
        return placed;
      });
      const { doc, track } = open(clips);
      const before = clipsOf(doc, track);
      const take = clip(start, length, 'take');
      placeTake(doc, track, 'take_1', take, 'ana');
      const after = clipsOf(doc, track);
      for (let at = 0; at < 3_500; at += 7) {
        const inside = start <= at && at < start + length;
        expect(soundAt(after, at)).toBe(soundAt(inside ? [take] : before, at));
      }
    },
  );
  fc.assert(property, { numRuns: 60 });
});

it('is one step of undo, and the same take again changes nothing', () => {
  const { doc, track } = open([clip(0, 1_000, 'old')]);
  const undo = createPersonalUndo(doc, 'ana');
  const take = clip(400, 200, 'take');
  placeTake(doc, track, 'take_1', take, 'ana');
  const placed = clipsOf(doc, track);
  expect(placed).toHaveLength(3);
  placeTake(doc, track, 'take_1', take, 'ana');
  expect(clipsOf(doc, track)).toEqual(placed);
  undo.undo();
  expect(clipsOf(doc, track)).toMatchObject([{ start: 0, length: 1_000, source: 'old' }]);
});
