// An input that is heard through a strip: with its level, while nothing plays and on top of what plays.
import { expect, it } from 'vitest';
import { NEUTRAL_STRIP, neutralGraph } from '@/audio/mix/graph';
import { tracksOf } from '../testing/tracks-of';
import { Playback, type StereoChannels } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';

const LENGTH = 44_100;
const STEMS = ['a', 'b'].map((id) => ({ id, lengthSamples: LENGTH, segmentSamples: LENGTH }));
const INPUT = Float32Array.from({ length: 20 * BLOCK_FRAMES }, (_, i) => 0.2 * Math.sin(i / 7));

function open(gainDb = 0): Playback {
  const playback = new Playback();
  const strips = [NEUTRAL_STRIP, { ...NEUTRAL_STRIP, gainDb }];
  const master = { gainDb: 0, limiter: null };
  playback.load({ tracks: tracksOf(STEMS), stems: STEMS, graph: { ...neutralGraph(2), strips, master } });
  const song = new Float32Array(LENGTH).fill(0.1);
  for (const { id } of STEMS) playback.mixer.store.put(id, 0, { left: song, right: song });
  return playback;
}

/** What is heard while the input comes in. */
function listen(playback: Playback): Float32Array {
  const heard = new Float32Array(INPUT.length);
  const output: StereoChannels = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];
  for (let at = 0; at < INPUT.length; at += BLOCK_FRAMES) {
    playback.mixer.live.feed([INPUT.subarray(at, at + BLOCK_FRAMES)]);
    playback.render(output);
    heard.set(output[0], at);
  }
  return heard;
}

/** The largest difference, and where it is none but for rounding it is below 1e-6. */
const farthest = (a: Float32Array, b: (i: number) => number): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b(i))), 0);

it('is silent where no track takes it', () => {
  expect(farthest(listen(open()), () => 0)).toBe(0);
});

it('is heard with the level of its strip while nothing plays', () => {
  const playback = open(-20);
  playback.mixer.live.set('b');
  expect(farthest(listen(playback), (i) => (INPUT[i] ?? 0) / 10)).toBeLessThan(1e-6);
  playback.mixer.live.set(null);
  listen(playback);
  expect(farthest(listen(playback), () => 0)).toBeLessThan(1e-6);
});

it('lies on top of what plays', () => {
  const [alone, both] = [open(), open()];
  both.mixer.live.set('b');
  for (const playback of [alone, both]) playback.mixer.transport.play();
  const song = listen(alone);
  expect(farthest(listen(both), (i) => (song[i] ?? 0) + (INPUT[i] ?? 0))).toBeLessThan(1e-6);
});

it('stays with its track when the tracks change, and is silent without it', () => {
  const playback = open();
  playback.mixer.live.set('b');
  const load = (ids: readonly string[]) => {
    const stems = STEMS.filter(({ id }) => ids.includes(id));
    playback.load({ tracks: tracksOf(stems), stems, graph: neutralGraph(stems.length) });
  };
  load(['b']);
  expect(playback.mixer.live.index).toBe(0);
  load(['a']);
  expect(playback.mixer.live.index).toBe(-1);
});
