// Whatever goes into the engine, what comes out of player and export is finite and within full scale.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITER } from '../dynamics/limiter';
import { NEUTRAL_EQ } from '../filter/parametric-eq';
import { MixEngine } from './engine';
import { clampToFullScale } from './full-scale';
import type { MixGraph } from './graph';

const BLOCK = 128;
const BLOCKS = 40;

/** Any 32-bit pattern, mostly ones that no audio contains. */
const garbage = fc.oneof(
  { weight: 3, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 1, arbitrary: fc.float() },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -3e38, 1e30, 1e-42) },
);

const GRAPHS: Readonly<Record<string, MixGraph>> = {
  neutral: { strips: [{ gainDb: 0, pan: 0, mute: false }], master: { gainDb: 0 } },
  'everything on': {
    strips: [
      {
        gainDb: 12,
        pan: 0.3,
        mute: false,
        sends: { reverbDb: 0, delayDb: 0 },
        eq: { ...NEUTRAL_EQ, lowPeak: { ...NEUTRAL_EQ.lowPeak, gainDb: 12 } },
      },
    ],
    master: { gainDb: 6, limiter: DEFAULT_LIMITER },
  },
};

const sine = (length: number) => Float32Array.from({ length }, (_, i) => 0.4 * Math.sin(i / 7));

/**
 * Plays blocks of a stem as the player does (mix, then finish) or as an export does, and returns the output.
 */
function play(graph: MixGraph, stem: Float32Array, asPlayer: boolean): Float32Array {
  const engine = new MixEngine({ stemCount: 1, blockSize: BLOCK });
  engine.setGraph(graph);
  const sum = { left: new Float64Array(BLOCK), right: new Float64Array(BLOCK) };
  const out = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
  const heard = new Float32Array(stem.length);
  for (let at = 0; at + BLOCK <= stem.length; at += BLOCK) {
    const block = stem.subarray(at, at + BLOCK);
    if (asPlayer) {
      engine.mix([[block, block]], BLOCK, at, sum, 0);
      engine.finish(sum, BLOCK, out);
    } else engine.process([[block, block]], BLOCK, out);
    for (const channel of out) clampToFullScale(channel, BLOCK);
    heard.set(out[0]!, at);
  }
  return heard;
}

const isBounded = (signal: Float32Array): boolean => signal.every((sample) => Math.abs(sample) <= 1);

describe('the output', () => {
  it.each(Object.entries(GRAPHS))('is bounded and recovers after garbage, with %s', (_, graph) => {
    const rest = sine(BLOCKS * BLOCK);
    fc.assert(
      fc.property(fc.array(garbage, { minLength: 1, maxLength: 300 }), fc.boolean(), (samples, asPlayer) => {
        const length = Math.ceil(samples.length / BLOCK) * BLOCK;
        const stem = new Float32Array(length + rest.length);
        stem.set(samples);
        stem.set(rest, length);
        const heard = play(graph, stem, asPlayer);
        expect(isBounded(heard)).toBe(true);
        // Garbage must not silence what follows it for ever, as one NaN in a filter or an echo would.
        expect(heard.slice(-BLOCK).some((sample) => sample !== 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('clampToFullScale', () => {
  it('changes nothing within full scale, and clamps or silences the rest', () => {
    fc.assert(
      fc.property(fc.array(garbage, { maxLength: 64 }), (values) => {
        const given = Float32Array.from(values);
        const held = given.slice();
        clampToFullScale(held, held.length);
        given.forEach((sample, i) => {
          const meant = Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
          expect(Object.is(held[i], meant)).toBe(true);
        });
      }),
    );
  });

  it('leaves what lies behind the frames alone', () => {
    const channel = Float32Array.of(2, -3, 4);
    clampToFullScale(channel, 2);
    expect(channel).toEqual(Float32Array.of(1, -1, 4));
  });
});
