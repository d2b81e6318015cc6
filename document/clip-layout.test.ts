// Clips of one stem never double and never click, whatever set of them a merge brings.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOIN_FADE, layOut } from './clip-layout';
import { endOf, MAX_CLIPS_PER_STEM, type PlacedClip } from './clip-schema';

const clip = fc.record({
  id: fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 1, maxLength: 3 }),
  start: fc.nat(3_000),
  sourceStart: fc.nat(3_000),
  length: fc.integer({ min: 1, max: 3_000 }),
  fadeIn: fc.nat(2_000),
  fadeOut: fc.nat(2_000),
});
const clips = fc.uniqueArray(clip, { maxLength: 7, selector: ({ id }) => id });

/** Raised cosines, as the mix engine fades. */
function gainAt({ start, length, fadeIn, fadeOut }: PlacedClip, position: number): number {
  const [into, left] = [position - start, start + length - position];
  if (into < 0 || left <= 0) return 0;
  const rise = into < fadeIn ? 0.5 - 0.5 * Math.cos((Math.PI * into) / fadeIn) : 1;
  const fall = left < fadeOut ? 0.5 - 0.5 * Math.cos((Math.PI * left) / fadeOut) : 1;
  return rise * fall;
}

/** What plays at a position: the samples of the stem with their gain. */
function heardAt(laid: readonly PlacedClip[], position: number): Map<number, number> {
  const heard = new Map<number, number>();
  for (const each of laid) {
    const gain = gainAt(each, position);
    const sample = each.sourceStart + position - each.start;
    if (gain > 0) heard.set(sample, (heard.get(sample) ?? 0) + gain);
  }
  return heard;
}

const at = (id: string, start: number, length: number, more: Partial<PlacedClip> = {}): PlacedClip => ({
  id,
  start,
  sourceStart: start,
  length,
  fadeIn: 0,
  fadeOut: 0,
  ...more,
});

describe('clips laid out', () => {
  it('never double: their gains add up to 1 at most', () => {
    fc.assert(
      fc.property(clips, (all) => {
        const laid = layOut(all);
        for (let position = 0; position < 6_000; position += 7) {
          const gains = laid.map((each) => gainAt(each, position)).filter((gain) => gain > 0);
          expect(gains.length).toBeLessThanOrEqual(2);
          expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it('stay as they are once laid out, and do not depend on the order they come in', () => {
    fc.assert(
      fc.property(clips, (all) => {
        const laid = layOut(all);
        expect(layOut(laid)).toEqual(laid);
        expect(layOut([...all].reverse())).toEqual(laid);
      }),
    );
  });

  it('have fades that fit into them', () => {
    fc.assert(
      fc.property(clips, (all) => {
        for (const { length, fadeIn, fadeOut } of layOut(all)) {
          expect(fadeIn + fadeOut).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  it('fade out where another audio takes over, and pass without a fade where the stem goes on', () => {
    const whole = at('a', 0, 5_000);
    const goingOn = (fadeIn: number) => layOut([whole, at('b', 2_000, 5_000, { fadeIn })])[0];
    expect(goingOn(0)).toEqual({ ...whole, length: 2_000 });
    expect(goingOn(100)).toEqual({ ...whole, length: 2_000, fadeOut: JOIN_FADE });
  });

  it('sound as before where two people cut one clip in different places', () => {
    const [whole, length] = ['whole', 10_000];
    const ana = [at(whole, 0, 4_000), at('whole-a', 4_000, 6_000)];
    const ben = [at(whole, 0, 7_000), at('whole-b', 7_000, 3_000)];
    for (const first of [ana[0]!, ben[0]!]) {
      const laid = layOut([first, ana[1]!, ben[1]!]);
      expect(laid.map(({ start, length }) => [start, length])).toEqual([
        [0, 4_000],
        [4_000, 3_000],
        [7_000, 3_000],
      ]);
      for (let position = 0; position < length; position += 99) {
        expect(heardAt(laid, position)).toEqual(new Map([[position, 1]]));
      }
    }
  });

  it('pass into each other over the fade-in of the one that comes, which is never shorter than 5 ms', () => {
    const [first, second] = layOut([at('a', 0, 5_000), at('b', 2_000, 5_000, { sourceStart: 0 })]);
    expect([endOf(first!), first!.fadeOut, second!.fadeIn]).toEqual([
      2_000 + JOIN_FADE,
      JOIN_FADE,
      JOIN_FADE,
    ]);
    const [long] = layOut([at('a', 0, 5_000), at('b', 2_000, 5_000, { sourceStart: 0, fadeIn: 1_000 })]);
    expect([endOf(long!), long!.fadeOut]).toEqual([3_000, 1_000]);
  });

  it('are as many as can be played', () => {
    const many = Array.from({ length: 2 * MAX_CLIPS_PER_STEM }, (_, i) => at(`c${i}`, i * 1_000, 900));
    expect(layOut(many)).toHaveLength(MAX_CLIPS_PER_STEM);
  });
});
