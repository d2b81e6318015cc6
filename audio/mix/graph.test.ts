// The whole graph against a float64 reference implementation, and properties that hold for every graph.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqSettings } from '@/contract/processors/equaliser';
import { DEFAULT_DELAY } from '@/contract/processors/sends';
import { seededRandom } from '../dither';
import { NEUTRAL_COMPRESSOR } from '../dynamics/compressor';
import { DEFAULT_LIMITER } from '../dynamics/limiter';
import { NEUTRAL_EQ } from '../filter/parametric-eq';
import { measureLoudness } from '../loudness/loudness-meter';
import { dbToGain, gainToDb, samples } from '../units';
import { MixEngine } from './engine';
import { type MixGraph, NEUTRAL_MASTER, NEUTRAL_STRIP, neutralGraph, type StripSettings } from './graph';
import { referenceStrip } from './testing/reference-strip';

const RATE = 44_100;
const FRAMES = 12_000;

function stem(seed: number): Float32Array[] {
  const random = seededRandom(seed);
  const make = () =>
    Float32Array.from({ length: FRAMES }, (_, i) => 0.5 * Math.sin(i / (9 + seed)) + 0.3 * (random() - 0.5));
  return [make(), make()];
}

function play(graph: MixGraph, stems: readonly Float32Array[][], block = 4096, changed?: MixGraph) {
  const engine = new MixEngine({ stemCount: stems.length, blockSize: block, sampleRate: RATE });
  engine.setGraph(graph);
  const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)] as const;
  for (let at = 0; at < FRAMES; ) {
    // The change comes in the middle, between two blocks of any size.
    const end = at < FRAMES / 2 ? FRAMES / 2 : FRAMES;
    if (changed && at === FRAMES / 2) engine.setGraph(changed);
    const to = Math.min(at + block, end);
    const cut = (channel: Float32Array) => channel.subarray(at, to);
    engine.process(
      stems.map((channels) => channels.map(cut)),
      to - at,
      out.map(cut),
    );
    at = to;
  }
  return { out, engine };
}

function residual(graph: MixGraph, stems: Float32Array[][]): number {
  const { out } = play(graph, stems);
  const parts = stems.map((channels, i) => referenceStrip(channels, graph.strips[i]!));
  let peak = 0;
  for (const side of [0, 1] as const) {
    for (let n = 0; n < FRAMES; n++) {
      let sum = 0;
      for (const part of parts) sum += part[side]![n]!;
      peak = Math.max(peak, Math.abs(out[side][n]! - sum * dbToGain(graph.master.gainDb)));
    }
  }
  return gainToDb(peak);
}

const EQ: EqSettings = {
  lowShelf: { hz: 90, gainDb: 4, q: 0.7 },
  lowPeak: { hz: 350, gainDb: -5, q: 1.4 },
  highPeak: { hz: 3000, gainDb: 3, q: 0.9 },
  highShelf: { hz: 9000, gainDb: -2, q: 0.6 },
};
const COMPRESSOR = { ...NEUTRAL_COMPRESSOR, thresholdDb: -20, ratio: 4, makeupDb: 2, releaseMs: 60 };
const LANE = [
  { at: samples(1000), value: -30 },
  { at: samples(4000), value: 3 },
  { at: samples(4000), value: -6 },
  { at: samples(9000), value: 0 },
];
const PAN_LANE = [
  { at: samples(0), value: -1 },
  { at: samples(11_000), value: 1 },
];
const FULL: MixGraph = {
  strips: [
    { ...NEUTRAL_STRIP, gainDb: -3, pan: 0.3, invert: true, eq: EQ, sends: { reverbDb: -12, delayDb: -20 } },
    {
      ...NEUTRAL_STRIP,
      compressor: { ...COMPRESSOR, lookAheadMs: 4 },
      automation: { gainDb: LANE, pan: PAN_LANE },
    },
    { ...NEUTRAL_STRIP, gainDb: 4, sends: { reverbDb: -60, delayDb: -6 } },
  ],
  master: { gainDb: 3, eq: EQ, limiter: DEFAULT_LIMITER },
  delay: { ...DEFAULT_DELAY, leftMs: 40, rightMs: 60 },
};
const STEMS = [stem(1), stem(2), stem(3)];

describe('the graph against its reference', () => {
  it('nulls below -140 dBFS for gain, balance, polarity, automation and sum', () => {
    // An eighth of full scale each: a float32 output rounds at -156 dB below its own level.
    const soft = STEMS.map((channels) => channels.map((x) => x.map((value) => value / 8)));
    const strips = [
      { ...NEUTRAL_STRIP, gainDb: -3.3, pan: 0.3, invert: true },
      { ...NEUTRAL_STRIP, automation: { gainDb: LANE, pan: PAN_LANE } },
      { ...NEUTRAL_STRIP, gainDb: -1, pan: -0.7 },
    ];
    expect(residual({ strips, master: { gainDb: -2 } }, soft)).toBeLessThan(-140);
  });

  it('nulls below -130 dBFS with equaliser and compressor', () => {
    const strips = [
      { ...NEUTRAL_STRIP, eq: EQ, compressor: COMPRESSOR, gainDb: -6 },
      { ...NEUTRAL_STRIP, eq: EQ, pan: 0.2, automation: { gainDb: LANE } },
      { ...NEUTRAL_STRIP, compressor: COMPRESSOR, gainDb: -9 },
    ];
    expect(residual({ strips, master: { gainDb: -6 } }, STEMS)).toBeLessThan(-130);
  });
});

describe('every graph', () => {
  it('is the plain sum at neutral, bit for bit and without latency', () => {
    const { out, engine } = play(neutralGraph(3), STEMS);
    for (const side of [0, 1] as const) {
      const sum = STEMS[0]![side]!.map((x, n) => x + STEMS[1]![side]![n]! + STEMS[2]![side]![n]!);
      expect(out[side]).toEqual(sum);
    }
    expect(engine.latency).toBe(0);
  });

  it('sounds alike in blocks of any size, bit for bit, also when everything is changed half-way', () => {
    const changed: MixGraph = {
      strips: [FULL.strips[1]!, { ...FULL.strips[2]!, mute: true }, FULL.strips[0]!],
      master: NEUTRAL_MASTER,
    };
    for (const [before, after] of [
      [FULL, changed],
      [changed, FULL],
    ] as const) {
      const { out } = play(before, STEMS, FRAMES, after);
      for (const block of [128, 1, 777]) expect(play(before, STEMS, block, after).out).toEqual(out);
    }
  });

  it('sounds alike, bit for bit, when mix and limiter are run apart', () => {
    for (const graph of [FULL, neutralGraph(3), { ...FULL, master: { gainDb: -4 } }]) {
      const engine = new MixEngine({ stemCount: 3, blockSize: 400, sampleRate: RATE });
      engine.setGraph(graph);
      const sum = { left: new Float64Array(400), right: new Float64Array(400) };
      const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
      for (let at = 0; at < FRAMES; at += 400) {
        const from = (start: number, end: number) =>
          STEMS.map((channels) => channels.map((channel) => channel.subarray(at + start, at + end)));
        engine.mix(from(0, 150), 150, at, sum, 0);
        engine.mix(from(150, 400), 250, at + 150, sum, 150);
        engine.finish(
          sum,
          400,
          out.map((channel) => channel.subarray(at, at + 400)),
        );
      }
      expect(out).toEqual(play(graph, STEMS).out);
    }
  });

  it('passes every strip to the listener, as it goes into the sum', () => {
    const heard = [0, 1].map(() => [new Float64Array(256), new Float64Array(256)] as const);
    const rests: number[] = [];
    const engine = new MixEngine({
      stemCount: 2,
      blockSize: 256,
      listener: {
        processBlock: (strip, left, right, frames) => {
          heard[strip]![0].set(left.subarray(0, frames));
          heard[strip]![1].set(right.subarray(0, frames));
        },
        processSilence: (strip, frames) => rests.push(strip, frames),
      },
    });
    engine.setGraph({
      strips: [
        { ...NEUTRAL_STRIP, gainDb: -6, pan: 0.5 },
        { ...NEUTRAL_STRIP, mute: true },
      ],
      master: NEUTRAL_MASTER,
    });
    const out = [new Float32Array(256), new Float32Array(256)];
    engine.process(STEMS.slice(0, 2), 256, out);
    expect(Float32Array.from(heard[0]![0])).toEqual(out[0]);
    expect(Float32Array.from(heard[0]![1])).toEqual(out[1]);
    expect(rests).toEqual([1, 256]);
  });

  it('is silent after a cue, whatever rang on before', () => {
    const engine = new MixEngine({ stemCount: 3, blockSize: FRAMES });
    engine.setGraph({ ...FULL, master: { gainDb: 0, eq: EQ } });
    const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
    engine.process(STEMS, FRAMES, out);
    engine.cue(0);
    engine.process([], FRAMES, out);
    expect(out.every((channel) => channel.every((value) => value === 0))).toBe(true);
  });

  it('keeps all strips in time when some are late, and says how late', () => {
    const click = () => [
      Float32Array.from({ length: FRAMES }, (_, n) => (n === 500 ? 0.01 : 0)),
      new Float32Array(FRAMES),
    ];
    const lookAhead = (lookAheadMs: number) => ({
      ...NEUTRAL_STRIP,
      compressor: { ...NEUTRAL_COMPRESSOR, lookAheadMs },
    });
    const strips = [lookAhead(0), lookAhead(2), lookAhead(10)];
    const { out, engine } = play({ strips, master: { gainDb: 0, limiter: DEFAULT_LIMITER } }, [
      click(),
      click(),
      click(),
    ]);
    expect(engine.latency).toBeGreaterThan(441);
    expect(out[0].findIndex((x) => x !== 0)).toBe(500 + engine.latency);
    expect(out[0].filter((x) => x !== 0)).toHaveLength(1);
    expect(out[0][500 + engine.latency]).toBeCloseTo(0.03, 7);
  });

  it('ramps to changed settings without a step', () => {
    const steady = [0, 1, 2].map(() => [
      new Float32Array(FRAMES).fill(0.05),
      new Float32Array(FRAMES).fill(0.05),
    ]);
    const lanes = {
      ...NEUTRAL_STRIP,
      automation: { gainDb: [{ at: samples(0), value: -20 }], pan: PAN_LANE },
    };
    const graphs = [
      neutralGraph(3),
      { ...FULL, strips: [lanes, ...FULL.strips.slice(1)] },
      { ...FULL, strips: [{ ...lanes, mute: true }, lanes, lanes] },
    ];
    for (const before of graphs) {
      for (const after of graphs) {
        const { out } = play(before, steady, 128, after);
        for (let n = FRAMES / 2; n < FRAMES / 2 + 2000; n++) {
          expect(Math.abs(out[0][n]! - out[0][n - 1]!)).toBeLessThan(0.01);
        }
      }
    }
  });

  it('never exceeds the ceiling with the limiter', () => {
    const level = fc.double({ min: -60, max: 12, noNaN: true });
    fc.assert(
      fc.property(level, level, (a, b) => {
        const strips = FULL.strips.map((strip, i) => ({ ...strip, gainDb: i === 0 ? a : b }));
        const { out } = play({ ...FULL, strips, master: { ...FULL.master, gainDb: 12 } }, STEMS);
        // The last samples are cut off, and a cut is a step.
        const fade = (x: Float32Array) => x.map((value, n) => value * Math.min(1, (FRAMES - n) / 400));
        expect(measureLoudness(fade(out[0]), fade(out[1])).truePeakDbtp).toBeLessThan(-0.9);
      }),
      { numRuns: 15 },
    );
  });

  it('sounds the same whether anybody looks at its meters or not', () => {
    const strip: StripSettings = {
      ...NEUTRAL_STRIP,
      gainDb: -3,
      pan: 0.4,
      eq: { ...NEUTRAL_EQ, lowPeak: { hz: 500, gainDb: 6, q: 1 } },
      compressor: { ...NEUTRAL_COMPRESSOR, thresholdDb: -30, ratio: 4 },
    };
    const graph: MixGraph = { strips: [strip, strip], master: NEUTRAL_MASTER };
    const [watched, unwatched] = [true, false].map((meterStrips) => {
      const engine = new MixEngine({ stemCount: 2, blockSize: FRAMES, meterStrips });
      engine.setGraph(graph);
      const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
      engine.process([stem(1), stem(2)], FRAMES, out);
      return out;
    });
    expect(unwatched).toEqual(watched);
  });
});

it('reports the gain reduction of compressors and limiter, and none for inaudible strips', () => {
  const tone = [new Float32Array(FRAMES).fill(0.5), new Float32Array(FRAMES).fill(0.5)];
  const compressor = { ...NEUTRAL_COMPRESSOR, thresholdDb: -18, ratio: 4, kneeDb: 0, attackMs: 1 };
  const strips = [
    { ...NEUTRAL_STRIP, compressor },
    NEUTRAL_STRIP,
    { ...NEUTRAL_STRIP, compressor, mute: true },
  ];
  const master = { gainDb: 6, limiter: DEFAULT_LIMITER };
  const { engine } = play({ strips, master }, [tone, tone, tone]);
  const taken = new Float32Array(4);
  engine.readReductions(taken);
  expect(taken[0]).toBeCloseTo((gainToDb(0.5) + 18) * 0.75, 1);
  expect([taken[1], taken[2]]).toEqual([0, 0]);
  expect(taken[3]).toBeGreaterThan(3);
});
