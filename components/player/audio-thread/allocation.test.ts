// The audio callback makes nothing: no array, view, map or closure is born while a block of any mix is rendered.
import { expect, it } from 'vitest';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { clickGridOf } from '@/audio/tempo/click-grid';
import { samples } from '@/audio/units';
import { required } from '@/contract/required';
import { FULL_MIX } from '@/playwright/player/mixes';
import type { Speed } from '../speed';
import { tracksOf } from '../testing/tracks-of';
import { Playback } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TimeStretcher } from './time-stretcher';

const IDS = Object.keys(FULL_MIX.strips);
const SEGMENT = 262_144;
const LENGTH = 2 * SEGMENT;
const output = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;

/** What makes something new each time it is called. Loops over arrays are not among it: V8 makes nothing for them. */
const MAKERS: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [Array.prototype, ['map', 'filter', 'slice', 'concat', 'flatMap', 'flat', 'entries', 'toSorted', 'splice']],
  [
    Object.getPrototypeOf(Float32Array.prototype) as object,
    ['subarray', 'slice', 'map', 'filter', 'entries', 'toSorted'],
  ],
  [Array, ['from', 'of']],
  [Object.getPrototypeOf(Float32Array) as object, ['from', 'of']],
  [Object, ['keys', 'values', 'entries', 'fromEntries', 'assign', 'create']],
  [Function.prototype, ['bind']],
  [globalThis, ['Float32Array', 'Float64Array', 'Map', 'Set', 'Array', 'Promise']],
];

async function playing(speed: Speed): Promise<Playback> {
  const playback = new Playback();
  playback.speed.setStretcher(await TimeStretcher.create());
  const graph = graphOfMix(FULL_MIX, IDS);
  const stems = IDS.map((id) => ({ id, lengthSamples: LENGTH, segmentSamples: SEGMENT }));
  playback.load({ tracks: tracksOf(stems), stems, graph });
  playback.setMix(graph, speed);
  const noise = Float32Array.from({ length: SEGMENT }, (_, i) => Math.sin(i * i) / 4);
  for (const id of IDS) {
    for (const index of [0, 1]) playback.mixer.store.put(id, index, { left: noise, right: noise });
  }
  const grid = required(clickGridOf({ bpm: 200, beats: [], downbeats: [] }, 44_100), 'a tempo');
  playback.metronome.set({ grid, gain: 0.5, sound: 'wood' });
  const { transport } = playback.mixer;
  transport.setLoop({ start: samples(1000), end: samples(50_001) });
  transport.play();
  return playback;
}

/** What was made while `work` ran, by name. */
function madeBy(work: () => void): string[] {
  const made: string[] = [];
  const guards = MAKERS.flatMap(([owner, names]) =>
    names.map((name) => {
      const before = required(Object.getOwnPropertyDescriptor(owner, name), name);
      const original = before.value as (...args: unknown[]) => unknown;
      const value = new Proxy(original, {
        apply: (target, self, args) => {
          made.push(name);
          return Reflect.apply(target, self, args);
        },
        construct: (target, args) => {
          made.push(`new ${name}`);
          return Reflect.construct(target, args) as object;
        },
      });
      return { owner, name, before, value };
    }),
  );
  for (const { owner, name, before, value } of guards)
    Object.defineProperty(owner, name, { ...before, value });
  try {
    work();
  } finally {
    for (const { owner, name, before } of guards) Object.defineProperty(owner, name, before);
  }
  return made;
}

it('would notice what is made', () => {
  expect(madeBy(() => [1].map(() => new Float32Array(1).subarray(0)))).toEqual([
    'map',
    'new Float32Array',
    'subarray',
  ]);
});

it.each<[string, Speed]>([
  ['as it is', { tempo: 1, keySemitones: 0 }],
  ['at another tempo and key', { tempo: 1.2, keySemitones: -1 }],
])('plays every feature %s, through a loop and a pause, and makes nothing', async (_, speed) => {
  const playback = await playing(speed);
  const { transport } = playback.mixer;
  const render = (blocks: number) =>
    madeBy(() => {
      for (let i = 0; i < blocks; i++) playback.render(output);
    });
  expect(render(500)).toEqual([]);
  expect(madeBy(() => playback.mixer.shift(-90))).toEqual([]);
  expect(render(10)).toEqual([]);
  transport.seek(300_000);
  // Where a jump lands, every processor of the mix begins anew: a dozen small things, once.
  expect(render(50).length).toBeLessThan(20);
  transport.pause();
  expect(render(50)).toEqual([]);
  playback.setMix(graphOfMix(FULL_MIX, IDS), { tempo: speed.tempo === 1 ? 0.8 : 1, keySemitones: 0 });
  transport.play();
  expect(render(100)).toEqual([]);
});
