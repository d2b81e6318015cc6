// Groups in the engine: exact when neutral, in time when late, silent when muted, and one strip for all in them.
import { expect, it } from 'vitest';
import { CLOSED_SENDS, DEFAULT_REVERB } from '@/contract/processors/sends';
import { gainToDb } from '../units';
import { MixEngine } from './engine';
import { type MixGraph, NEUTRAL_MASTER, NEUTRAL_STRIP, type StripSettings } from './graph';
import { METER_FIELDS } from './meter-bank';

const FRAMES = 4_000;

/** Noise of 24 bits, which sums in float64 without rounding. */
function noise(seed: number): Float32Array {
  let state = seed | 1;
  return Float32Array.from({ length: FRAMES }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >> 8) / 2 ** 25;
  });
}
const STEMS = [1, 2, 3].map((seed) => [noise(seed), noise(seed + 50)]);
const [A, B, C] = [0, 1, 2] as const;
const GROUP = 3;
const compressor = {
  thresholdDb: 0,
  ratio: 1,
  kneeDb: 0,
  attackMs: 5,
  releaseMs: 50,
  makeupDb: 0,
  lookAheadMs: 3,
};

/** A and B go through the group, which is the last strip, C goes straight to the sum. */
function graphOf(group: Partial<StripSettings>, tracks: readonly Partial<StripSettings>[] = []): MixGraph {
  const strips = [A, B, C].map((track) => ({
    ...NEUTRAL_STRIP,
    ...(track !== C && { into: GROUP }),
    ...tracks[track],
  }));
  return { strips: [...strips, { ...NEUTRAL_STRIP, ...group }], master: NEUTRAL_MASTER };
}
const ungrouped = ({ strips, ...graph }: MixGraph): MixGraph => ({
  ...graph,
  strips: strips.map(({ into: _, ...strip }) => strip),
});

interface Played {
  readonly engine: MixEngine;
  readonly out: readonly Float32Array[];
}

function play(graph: MixGraph, blockSize = FRAMES): Played {
  const engine = new MixEngine({ stemCount: graph.strips.length, blockSize });
  engine.setGraph(graph);
  const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
  for (let at = 0; at < FRAMES; at += blockSize) {
    const size = Math.min(blockSize, FRAMES - at);
    const cut = (channel: Float32Array) => channel.subarray(at, at + size);
    engine.process(
      STEMS.map((channels) => channels.map(cut)),
      size,
      out.map(cut),
    );
  }
  return { engine, out };
}

/** The largest difference, in dBFS, once the latency of both is taken off. */
function differenceDb(a: Played, b: Played): number {
  let peak = 0;
  for (const side of [0, 1] as const) {
    for (let n = 0; n < FRAMES - Math.max(a.engine.latency, b.engine.latency); n++) {
      const [left, right] = [a.out[side]![n + a.engine.latency]!, b.out[side]![n + b.engine.latency]!];
      peak = Math.max(peak, Math.abs(left - right));
    }
  }
  return gainToDb(peak);
}

it('a neutral group adds nothing, bit for bit', () => {
  const graph = graphOf({});
  expect(play(graph).out).toEqual(play(ungrouped(graph)).out);
  expect(play(graph, 37).out).toEqual(play(graph).out);
  expect(play(graph).engine.latency).toBe(0);
});

it('a group shapes the sum of its tracks: its fader and balance act as those of each of them', () => {
  const grouped = play(graphOf({ gainDb: -7, pan: 0.4, invert: true }, [{ gainDb: -3 }, {}]));
  const [a, b] = [
    { gainDb: -10, pan: 0.4, invert: true, into: undefined },
    { gainDb: -7, pan: 0.4, invert: true, into: undefined },
  ];
  expect(differenceDb(grouped, play(graphOf({}, [a, b])))).toBeLessThan(-130);
});

it('the automation of a group follows the timeline', () => {
  const automation = {
    gainDb: [
      { at: 1_000, value: -20 },
      { at: 3_000, value: 0 },
    ],
  } as never;
  const grouped = play(graphOf({ automation }), 128);
  const each = { automation, into: undefined };
  expect(differenceDb(grouped, play(graphOf({}, [each, each])))).toBeLessThan(-130);
});

it('tracks, groups and sends stay in time whichever of them are late', () => {
  const sends = { ...CLOSED_SENDS, reverbDb: -6 };
  const tracks = [{ sends }, {}, { sends }];
  const neutral = play({ ...graphOf({ sends }, tracks), reverb: DEFAULT_REVERB });
  const lateGroup = play({ ...graphOf({ sends, compressor }, tracks), reverb: DEFAULT_REVERB }, 100);
  const lateTracks = tracks.map((track, index) => (index === B ? track : { ...track, compressor }));
  const lateAll = play({ ...graphOf({ sends, compressor }, lateTracks), reverb: DEFAULT_REVERB }, 64);
  expect([lateGroup.engine.latency, lateAll.engine.latency]).toEqual([132, 264]);
  expect(differenceDb(lateGroup, neutral)).toBeLessThan(-120);
  expect(differenceDb(lateAll, neutral)).toBeLessThan(-120);
});

it('is metered as a strip of its own', () => {
  const { engine } = play(graphOf({ gainDb: -6 }));
  const levels = new Float64Array((GROUP + 2) * METER_FIELDS);
  engine.meters.drain(levels);
  const peak = (strip: number) => levels[strip * METER_FIELDS]!;
  expect(peak(GROUP)).toBeGreaterThan(peak(A) / 2);
  const silent = play(graphOf({ mute: true }));
  silent.engine.meters.drain(levels);
  expect([peak(GROUP), peak(A) > 0]).toEqual([0, true]);
});

it('a track changes groups without a step', () => {
  const graph = graphOf({ gainDb: -60 });
  const tone = Float32Array.from({ length: FRAMES }, (_, n) => 0.5 * Math.sin(n / 60));
  const engine = new MixEngine({ stemCount: 4, blockSize: FRAMES });
  engine.setGraph(graph);
  const out = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
  const run = (from: number, to: number) =>
    engine.process(
      [[tone.subarray(from, to)]],
      to - from,
      out.map((channel) => channel.subarray(from, to)),
    );
  run(0, 1_000);
  engine.setGraph(ungrouped(graph));
  run(1_000, 2_500);
  engine.setGraph(graph);
  run(2_500, FRAMES);
  let step = 0;
  for (let n = 1; n < FRAMES; n++) step = Math.max(step, Math.abs(out[0]![n]! - out[0]![n - 1]!));
  expect(step).toBeLessThan(0.5 / 60 + 0.005);
  expect(out[0]!.subarray(1_500, 2_400)).toEqual(tone.subarray(1_500, 2_400));
});

it('is refused within another group', () => {
  expect(() => play(graphOf({ into: C }))).toThrow(RangeError);
  expect(() => play(graphOf({}, [{ into: 9 }]))).toThrow(RangeError);
});
