// The mix engine: sixteen stems with equaliser and compressor on one core, in the blocks of the player and of the render.

import os from 'node:os';
import { seededRandom } from '@/audio/dither';
import { NEUTRAL_COMPRESSOR } from '@/audio/dynamics/compressor';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { MixEngine } from '@/audio/mix/engine';
import { type MixGraph, neutralGraph, type StripSettings } from '@/audio/mix/graph';
import { SAMPLE_RATE, samples } from '@/audio/units';
import type { EqSettings } from '@/contract/processors/equaliser';

const STEMS = 16;
const SECONDS = 20;
const RUNS = 3;
/** The share of one core that the player may need, in its blocks of 128 frames. */
const TARGET_SHARE = 0.15;
/** How many times faster than it plays a render has to mix. */
const TARGET_SPEED = 40;

const EQ: EqSettings = {
  lowShelf: { hz: 90, gainDb: 3, q: 0.7 },
  lowPeak: { hz: 350, gainDb: -4, q: 1.4 },
  highPeak: { hz: 3000, gainDb: 2, q: 0.9 },
  highShelf: { hz: 9000, gainDb: -2, q: 0.6 },
};
const PLAIN: StripSettings = { gainDb: -9, pan: 0.2, mute: false };
/** Low enough that every compressor is at work almost all the time. */
const COMPRESSOR = { ...NEUTRAL_COMPRESSOR, thresholdDb: -30, ratio: 3, makeupDb: 3 };
const DRIVEN: StripSettings = { ...PLAIN, eq: EQ, compressor: COMPRESSOR };
const MOVING: StripSettings = {
  ...DRIVEN,
  sends: { reverbDb: -12, delayDb: -18 },
  automation: {
    gainDb: [
      { at: samples(0), value: -20 },
      { at: samples(SECONDS * SAMPLE_RATE), value: 0 },
    ],
  },
};

const same = (strip: StripSettings, master: MixGraph['master'] = { gainDb: 0 }): MixGraph => ({
  strips: Array.from({ length: STEMS }, () => strip),
  master,
});
const GRAPHS: Readonly<Record<string, MixGraph>> = {
  neutral: neutralGraph(STEMS),
  'equaliser and compressor': same(DRIVEN),
  'and limiter': same(DRIVEN, { gainDb: 0, limiter: DEFAULT_LIMITER }),
  'and automation, reverb, delay, master equaliser': same(MOVING, {
    gainDb: 0,
    eq: EQ,
    limiter: DEFAULT_LIMITER,
  }),
};

/** One second of noise with decaying beats per stem, played over and over. */
function makeStems(): Float32Array[][] {
  return Array.from({ length: STEMS }, (_, stem) => {
    const random = seededRandom(stem + 1);
    const beat = (i: number) => Math.exp(-(i % 11_025) / 3000);
    return [0, 1].map(() => Float32Array.from({ length: SAMPLE_RATE }, (_, i) => (random() - 0.5) * beat(i)));
  });
}

/** Processor seconds, which other programs on the machine do not change. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function mix(graph: MixGraph, stems: Float32Array[][], block: number): number {
  const engine = new MixEngine({ stemCount: STEMS, blockSize: block, meterStrips: block === 128 });
  engine.setGraph(graph);
  const output = [new Float32Array(block), new Float32Array(block)];
  const last = SAMPLE_RATE - block;
  const cuts = Array.from({ length: Math.floor(last / block) + 1 }, (_, i) =>
    stems.map((channels) => channels.map((channel) => channel.subarray(i * block, (i + 1) * block))),
  );
  return processorSeconds(() => {
    for (let at = 0, i = 0; at < SECONDS * SAMPLE_RATE; at += block, i++) {
      engine.process(cuts[i % cuts.length]!, block, output);
    }
  });
}

function measure(stem: Float32Array[]): number {
  const meter = new LoudnessMeter();
  return processorSeconds(() => {
    for (let second = 0; second < SECONDS; second++) meter.process(stem[0]!, stem[1]!, SAMPLE_RATE);
  });
}

const best = (work: () => number): number => Math.min(...Array.from({ length: RUNS }, work));

const stems = makeStems();
const [load] = os.loadavg();
console.log(
  `${STEMS} stems, ${SECONDS} s, processor time of one core, best of ${RUNS}; load average ${load!.toFixed(1)}`,
);
for (const [name, graph] of Object.entries(GRAPHS)) {
  const share = best(() => mix(graph, stems, 128)) / SECONDS;
  const speed = SECONDS / best(() => mix(graph, stems, 8192));
  console.log(
    `  ${name}: blocks of 128 ${(100 * share).toFixed(1)} % of real time, of 8192 ${speed.toFixed(0)} x real time`,
  );
  if (name !== 'equaliser and compressor') continue;
  console.log(`    targets: <= ${100 * TARGET_SHARE} %, >= ${TARGET_SPEED} x`);
  if (share > TARGET_SHARE || speed < TARGET_SPEED) process.exitCode = 1;
}
console.log(
  `  loudness and true peak of a mix: ${(SECONDS / best(() => measure(stems[0]!))).toFixed(0)} x real time`,
);
