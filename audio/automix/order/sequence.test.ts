// The order of sets: nothing is lost or doubled, locks apply, few tracks are ordered exactly, odd ones
// sensibly.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { ENERGY_SHAPES } from '@/contract/set-vocabulary';
import { anySet, beatlessAnalysis, testTrack } from '../testing/analysed-tracks';
import type { SequenceConstraints, SetTrack } from '../types';
import { sequence } from './sequence';
import { costOfOrder, orderCosts } from './sequence-cost';

const FLAT: SequenceConstraints = { energyShape: 'flat' };
const order = (tracks: readonly SetTrack[], constraints: SequenceConstraints = FLAT) =>
  sequence(tracks, DEFAULT_DJ_RULES, constraints);
const shape = fc.constantFrom(...ENERGY_SHAPES);

/** All orders of 0 to n - 1. */
function* permutations(rest: readonly number[], begun: readonly number[] = []): Generator<readonly number[]> {
  if (rest.length === 0) yield begun;
  for (const next of rest) {
    yield* permutations(
      rest.filter((i) => i !== next),
      [...begun, next],
    );
  }
}

function costOf(
  tracks: readonly SetTrack[],
  ids: readonly string[],
  energyShape: SequenceConstraints['energyShape'],
) {
  const costs = orderCosts(tracks, DEFAULT_DJ_RULES, energyShape);
  return costOfOrder(
    costs,
    ids.map((id) => tracks.findIndex((track) => track.id === id)),
  );
}

describe('sequence', () => {
  it('keeps every track once, and every lock, whatever the tracks', () => {
    fc.assert(
      fc.property(anySet(1, 24), shape, fc.nat(), (tracks, energyShape, seed) => {
        const ids = tracks.map(({ id }) => id);
        const pick = (k: number) => ids[(seed + 7 * k) % ids.length]!;
        const [first, before, after] = [pick(0), pick(1), pick(2)];
        const isFree = new Set([first, before, after]).size === 3;
        const constraints = {
          energyShape,
          first,
          ...(isFree ? { together: [[before, after] as const] } : {}),
        };
        const found = order(tracks, constraints);
        expect([...found].sort()).toEqual([...ids].sort());
        expect(found[0]).toBe(first);
        if (isFree) expect(found.indexOf(after)).toBe(found.indexOf(before) + 1);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the order that trying all of them finds', () => {
    fc.assert(
      fc.property(anySet(2, 6), shape, (tracks, energyShape) => {
        const costs = orderCosts(tracks, DEFAULT_DJ_RULES, energyShape);
        const all = [...permutations(tracks.map((_, i) => i))].map((each) => costOfOrder(costs, each));
        expect(costOf(tracks, order(tracks, { energyShape }), energyShape)).toBeCloseTo(Math.min(...all), 9);
      }),
      { numRuns: 40 },
    );
  });

  it('finds the one smooth path through many tracks', () => {
    const smooth = Array.from({ length: 30 }, (_, i) => testTrack(`t${i}`, { bpm: 90 * 1.02 ** i }));
    const shuffled = smooth.map((_, i) => smooth[(i * 11) % 30]!);
    const found = order(shuffled);
    const straight = smooth.map(({ id }) => id);
    expect([straight, [...straight].reverse()]).toContainEqual(found);
  });

  it('is repeatable, and never worse than the order it was given', () => {
    fc.assert(
      fc.property(anySet(14, 30), shape, (tracks, energyShape) => {
        const found = order(tracks, { energyShape });
        expect(order(tracks, { energyShape })).toEqual(found);
        const given = tracks.map(({ id }) => id);
        expect(costOf(tracks, found, energyShape)).toBeLessThanOrEqual(
          costOf(tracks, given, energyShape) + 1e-9,
        );
      }),
      { numRuns: 10 },
    );
  });

  it('keeps the order when asked to', () => {
    const tracks = [128, 90, 127, 91].map((bpm, i) => testTrack(`t${i}`, { bpm }));
    expect(order(tracks, { ...FLAT, keepOrder: true, first: 't3' })).toEqual(['t0', 't1', 't2', 't3']);
  });

  it('follows the shape of energy', () => {
    const tracks = [3, 0, 4, 1, 2].map((i) => testTrack(`t${i}`, { bpm: 120 + i, loudnessLufs: -12 + i }));
    expect(order(tracks, { energyShape: 'rise' })).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(order(tracks, { energyShape: 'fall' })).toEqual(['t4', 't3', 't2', 't1', 't0']);
    expect(order(tracks, { energyShape: 'wave' })[2]).toBe('t4');
  });

  it('sets drum and bass beside hip hop at half its tempo, not beside house', () => {
    const tracks = [174, 125, 87, 124].map((bpm, i) => testTrack(`t${i}`, { bpm }));
    const found = order(tracks);
    expect(Math.abs(found.indexOf('t0') - found.indexOf('t2'))).toBe(1);
    expect(Math.abs(found.indexOf('t1') - found.indexOf('t3'))).toBe(1);
  });

  it('goes through neighbouring keys, by the key in which each track ends', () => {
    const inKey = (id: string, tonic: number) => testTrack(id, { tonic, mode: 'minor' });
    // 8A, 9A, 10A, 11A
    const found = order([inKey('9A', 4), inKey('11A', 6), inKey('8A', 9), inKey('10A', 11)]);
    expect([found, [...found].reverse()]).toContainEqual(['8A', '9A', '10A', '11A']);
  });

  it('keeps two copies of one recording apart when it can', () => {
    const tracks = [
      testTrack('a'),
      testTrack('copy'),
      testTrack('b', { bpm: 126 }),
      testTrack('c', { bpm: 128 }),
    ];
    const found = order(tracks);
    expect(Math.abs(found.indexOf('a') - found.indexOf('copy'))).toBeGreaterThan(1);
    expect(order(tracks.slice(0, 2)).sort()).toEqual(['a', 'copy']);
  });

  it('puts tracks without beats together', () => {
    const beatless = (id: string, seconds: number) => ({
      id,
      name: id,
      hasStems: false,
      analysis: beatlessAnalysis(seconds),
    });
    const tracks = [
      beatless('x', 60),
      testTrack('a', { bpm: 123 }),
      testTrack('b', { bpm: 124 }),
      beatless('y', 90),
      testTrack('c', { bpm: 125 }),
    ];
    const found = order(tracks);
    expect(Math.abs(found.indexOf('x') - found.indexOf('y'))).toBe(1);
    expect(found).toHaveLength(5);
  });

  it('ignores constraints on tracks that were removed', () => {
    const tracks = [testTrack('a'), testTrack('b')];
    expect(order(tracks, { ...FLAT, first: 'gone', together: [['gone', 'a']] })).toHaveLength(2);
  });

  it.each<[string, Partial<SequenceConstraints>]>([
    [
      'two tracks after one',
      {
        together: [
          ['a', 'b'],
          ['a', 'c'],
        ],
      },
    ],
    [
      'one track after two',
      {
        together: [
          ['a', 'c'],
          ['b', 'c'],
        ],
      },
    ],
    [
      'a circle',
      {
        together: [
          ['a', 'b'],
          ['b', 'a'],
        ],
      },
    ],
    ['a first that follows', { first: 'b', together: [['a', 'b']] }],
    ['a last that leads', { last: 'a', together: [['a', 'b']] }],
    ['one track at both ends', { first: 'a', last: 'a' }],
  ])('explains in a message why it cannot: %s', (_name, constraints) => {
    const tracks = ['a', 'b', 'c'].map((id) => testTrack(id));
    expect(() => order(tracks, { ...FLAT, ...constraints })).toThrow(/^[^\n]+\.$/);
  });

  it('refuses an id that stands there twice', () => {
    expect(() => order([testTrack('a'), testTrack('a')])).toThrow('twice');
  });
});
