// The path is as likely as the best one that a search of all transitions finds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BandMaximum } from './band-maximum';
import { PITCH_BINS } from './pitch-grid';
import { PitchPath } from './pitch-path';
import { logTriangle, MIN_PROBABILITY, reachOfHop } from './transition-model';

const REACH = 25;
const STATES = 2 * PITCH_BINS;

/** Every transition's logarithm, from the definition: rows of triangles that sum to 1, times that of voicing. */
function denseTransitions(): Float64Array[] {
  return Array.from({ length: STATES }, (_, from) => {
    const row = Float64Array.from({ length: PITCH_BINS }, (_, to) =>
      Math.max(0, REACH + 1 - Math.abs(to - (from % PITCH_BINS))),
    );
    const sum = row.reduce((total, weight) => total + weight, 0);
    return Float64Array.from({ length: STATES }, (_, to) => {
      const voicing = to < PITCH_BINS === from < PITCH_BINS ? 0.99 : 0.01;
      return Math.log((voicing * row[to % PITCH_BINS]!) / sum + MIN_PROBABILITY);
    });
  });
}

const transitions = denseTransitions();

interface Frame {
  readonly probabilities: Float64Array;
  readonly voicing: number;
}

function observation({ probabilities, voicing }: Frame, state: number): number {
  const probability = state < PITCH_BINS ? probabilities[state]! : (1 - voicing) / PITCH_BINS;
  return Math.log(probability + MIN_PROBABILITY);
}

function bestLikelihood(frames: readonly Frame[]): number {
  let likelihoods = Float64Array.from({ length: STATES }, (_, state) => observation(frames[0]!, state));
  for (const frame of frames.slice(1)) {
    const next = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
    for (const [from, row] of transitions.entries()) {
      for (let to = 0; to < STATES; to++) next[to] = Math.max(next[to]!, likelihoods[from]! + row[to]!);
    }
    likelihoods = next.map((value, state) => value + observation(frame, state));
  }
  return Math.max(...likelihoods);
}

/** The likelihood of the path: the unvoiced states of a frame are resolved by trying all of them. */
function likelihoodOf(bins: Int16Array, frames: readonly Frame[]): number {
  const masked = frames.map((frame, i) => {
    const bin = bins[i]!;
    const likelihoods = Float64Array.from({ length: STATES }, (_, state) =>
      (bin < 0 ? state >= PITCH_BINS : state === bin) ? observation(frame, state) : Number.NEGATIVE_INFINITY,
    );
    return likelihoods;
  });
  return masked
    .slice(1)
    .reduce((before, now) => {
      const next = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
      for (const [from, row] of transitions.entries()) {
        if (before[from] === Number.NEGATIVE_INFINITY) continue;
        for (let to = 0; to < STATES; to++)
          next[to] = Math.max(next[to]!, before[from]! + row[to]! + now[to]!);
      }
      return next;
    }, masked[0]!)
    .reduce((a, b) => Math.max(a, b));
}

const candidates = fc.array(
  fc.record({
    bin: fc.integer({ min: 0, max: PITCH_BINS - 1 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 4 },
);
const frameLists = fc.array(candidates, { minLength: 1, maxLength: 4 }).map((list) =>
  list.map((found): Frame => {
    const probabilities = new Float64Array(PITCH_BINS);
    for (const { bin, share } of found) probabilities[bin] = share / found.length;
    return {
      probabilities,
      voicing: Math.min(
        1,
        probabilities.reduce((a, b) => a + b, 0),
      ),
    };
  }),
);

describe('PitchPath', () => {
  it('is as likely as the best path of all', () => {
    fc.assert(
      fc.property(frameLists, (frames) => {
        const path = new PitchPath(frames.length, REACH);
        for (const { probabilities, voicing } of frames) path.append(probabilities, voicing);
        const best = bestLikelihood(frames);
        expect(Math.abs(likelihoodOf(path.finish(), frames) - best)).toBeLessThan(
          1e-9 * Math.abs(best) + 1e-9,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('reaches five semitones in a hop of 512 at 44.1 kHz, and no more than it can write down', () => {
    expect(reachOfHop(512, 44_100)).toBe(REACH);
    expect(() => new PitchPath(1, 64)).toThrow(RangeError);
  });
});

describe('BandMaximum', () => {
  it('finds what a search of every neighbour finds, for any scores', () => {
    const scoreLists = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(scoreLists, fc.integer({ min: 0, max: 12 }), (list, reach) => {
        const weights = logTriangle(reach);
        const band = new BandMaximum(list.length, weights);
        band.compute(Float64Array.from(list));
        for (let j = 0; j < list.length; j++) {
          const sums = list.map((score, k) => score + (weights[k - j + reach] ?? Number.NEGATIVE_INFINITY));
          expect(band.best[j]!).toBeCloseTo(Math.max(...sums), 10);
          expect(band.best[j]).toBe(sums[band.from[j]!]);
        }
      }),
    );
  });
});
