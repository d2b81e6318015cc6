// Clips: edits never move audio that they should not, and parts sound like the whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../units';
import {
  addClipRead,
  type Clip,
  clipEnd,
  clipGain,
  clipReads,
  fadeClip,
  moveClip,
  splitClip,
  trimClipEnd,
  trimClipStart,
} from './clips';

const SOURCE = Float32Array.from({ length: 500 }, (_, i) => 1 + i);
const whole = fc.integer({ min: 0, max: 120 }).map(samples);
const clip: fc.Arbitrary<Clip> = fc
  .record({
    start: whole,
    sourceStart: whole,
    length: fc.integer({ min: 1, max: 300 }).map(samples),
    fadeIn: whole,
    fadeOut: whole,
  })
  .map((raw) => fadeClip(raw, raw.fadeIn, raw.fadeOut));

function heard(clips: readonly Clip[], block = 700): number[] {
  const out = new Float32Array(700);
  for (let at = 0; at < 700; at += block) {
    const frames = Math.min(block, 700 - at);
    for (const read of clipReads(clips, samples(at), frames)) {
      addClipRead(read, SOURCE.subarray(read.sourceStart), out.subarray(at, at + frames));
    }
  }
  return [...out];
}

describe('clips', () => {
  it('sound where they lie, in blocks of any size', () => {
    fc.assert(
      fc.property(fc.array(clip, { maxLength: 4 }), fc.integer({ min: 1, max: 99 }), (clips, block) => {
        expect(heard(clips, block)).toEqual(heard(clips));
      }),
    );
  });

  it('sound the same after they are split', () => {
    fc.assert(
      fc.property(clip, whole, (original, at) => {
        const parts = splitClip(original, at);
        if (parts) expect(heard(parts)).toEqual(heard([original]));
        else
          expect(at <= original.start + original.fadeIn || at >= clipEnd(original) - original.fadeOut).toBe(
            true,
          );
      }),
    );
  });

  it('keep what is left in place when they are trimmed, and keep its time when they are moved', () => {
    fc.assert(
      fc.property(clip, whole, (original, at) => {
        const flat = fadeClip(original, samples(0), samples(0));
        const [head, tail] = [trimClipStart(flat, at), trimClipEnd(flat, at, samples(500))];
        const before = heard([flat]);
        const inside = (part: Clip) => (_: number, i: number) =>
          i >= part.start && i < clipEnd(part) && i >= flat.start && i < clipEnd(flat);
        expect(heard([head]).filter(inside(head))).toEqual(before.filter(inside(head)));
        expect(heard([tail]).filter(inside(tail))).toEqual(before.filter(inside(tail)));
        expect(head.sourceStart).toBeGreaterThanOrEqual(0);
        expect(Math.min(head.length, tail.length)).toBeGreaterThan(0);
        const moved = heard([moveClip(flat, at)]);
        expect(moved.slice(at, at + flat.length)).toEqual(before.slice(flat.start, clipEnd(flat)));
      }),
    );
  });

  it('fade from silence and to it, and into each other without a dip', () => {
    const faded = fadeClip(
      {
        start: samples(0),
        sourceStart: samples(0),
        length: samples(100),
        fadeIn: samples(0),
        fadeOut: samples(0),
      },
      samples(40),
      samples(40),
    );
    expect(clipGain(faded, 0)).toBe(0);
    expect(clipGain(faded, 40)).toBe(1);
    expect(clipGain(faded, 60)).toBe(1);
    for (let i = 0; i < 40; i++) expect(clipGain(faded, i) + clipGain(faded, 60 + i)).toBeCloseTo(1, 12);
  });
});
