// The click of the metronome lies on the beats of what is heard, at any tempo, through loops and jumps, and no meter sees it.
import { expect, it } from 'vitest';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { neutralGraph } from '@/audio/mix/graph';
import { clickGridOf } from '@/audio/tempo/click-grid';
import { samples } from '@/audio/units';
import { tracksOf } from '../testing/tracks-of';
import type { Metronome } from '../types';
import { Playback, type StereoChannels } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TimeStretcher } from './time-stretcher';

const RATE = 44_100;
const LENGTH = 6 * RATE;
/** 120 BPM */
const BEAT = RATE / 2;
const BURST = 400;

function metronome(): Metronome {
  const grid = clickGridOf({ bpm: 120, beats: [], downbeats: [] }, RATE);
  if (!grid) throw new Error('There is a tempo.');
  return { grid, gain: 0.5, sound: 'beep' };
}

interface Setup {
  readonly tempo: number;
  readonly isOn: boolean;
  readonly seconds: number;
  readonly act?: (playback: Playback, block: number) => void;
}

/** What is heard of a song with a short burst around every beat. */
async function listen({ tempo, isOn, seconds, act }: Setup) {
  const playback = new Playback();
  playback.speed.setStretcher(await TimeStretcher.create());
  const stems = [{ id: 'a', lengthSamples: LENGTH, segmentSamples: LENGTH }];
  const graph = { ...neutralGraph(1), master: { gainDb: 0, limiter: DEFAULT_LIMITER } };
  playback.load({ tracks: tracksOf(stems), stems, graph });
  playback.setMix(graph, { tempo, keySemitones: 0 });
  playback.metronome.set(isOn ? metronome() : null);
  const song = new Float32Array(LENGTH);
  for (let beat = BEAT; beat < LENGTH - BURST; beat += BEAT) {
    for (let i = 0; i < BURST; i++) song[beat - BURST / 2 + i] = 0.4 * Math.sin((Math.PI * i) / BURST) ** 2;
  }
  playback.mixer.store.put('a', 0, { left: song, right: song });
  playback.mixer.transport.play();
  const heard = new Float32Array(seconds * RATE);
  const output: StereoChannels = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];
  for (let at = 0; at + BLOCK_FRAMES <= heard.length; at += BLOCK_FRAMES) {
    act?.(playback, at / BLOCK_FRAMES);
    playback.render(output);
    heard.set(output[0], at);
  }
  const figures = playback.makeFigures();
  playback.readMeters(figures);
  return { heard, figures };
}

/** Where the clicks begin, and the middles of the bursts of the song. */
async function clicksAndBursts(setup: Omit<Setup, 'isOn'>) {
  const without = await listen({ ...setup, isOn: false });
  const withClick = await listen({ ...setup, isOn: true });
  const clicks: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, sample] of withClick.heard.entries()) {
    if (Math.abs(sample - (without.heard[i] ?? 0)) < 1e-4) continue;
    if (i - last > 1_000) clicks.push(i);
    last = i;
  }
  const bursts = clicks.map((at) => {
    let [moment, energy] = [0, 0];
    for (let i = Math.max(0, at - 2_000); i < at + 2_000; i++) {
      const power = (without.heard[i] ?? 0) ** 2;
      moment += i * power;
      energy += power;
    }
    return energy > 0 ? moment / energy : null;
  });
  return { clicks, bursts, meters: [without.figures, withClick.figures] };
}

it.each([0.8, 1, 1.25])('clicks on the beats of what is heard at tempo %d', async (tempo) => {
  const { clicks, bursts } = await clicksAndBursts({ tempo, seconds: 4 });
  // The click at 0 has no burst: the song begins there.
  expect(clicks.length).toBeGreaterThanOrEqual(Math.floor((3.8 * tempo) / 0.5));
  for (const [index, at] of clicks.entries()) {
    const burst = bursts[index];
    if (burst == null) continue;
    // To the sample where nothing is stretched; the first sample of a click is 0.
    expect(Math.abs(at - burst)).toBeLessThan(tempo === 1 ? 3 : RATE / 500);
  }
});

it('is in time through a loop and a jump', async () => {
  const act = (playback: Playback, block: number) => {
    if (block === 0)
      playback.mixer.transport.setLoop({ start: samples(0.3 * RATE), end: samples(1.9 * RATE) });
    if (block === 900) playback.mixer.transport.seek(Math.round(4.1 * RATE));
  };
  const { clicks, bursts } = await clicksAndBursts({ tempo: 1, seconds: 4, act });
  const measured = bursts.flatMap((burst, i) => (burst === null ? [] : [Math.abs((clicks[i] ?? 0) - burst)]));
  expect(measured.length).toBeGreaterThanOrEqual(6);
  for (const off of measured) expect(off).toBeLessThan(3);
});

it('is in no meter', async () => {
  const { meters } = await clicksAndBursts({ tempo: 1, seconds: 3 });
  expect(meters[1]).toEqual(meters[0]);
});

it('is silent while nothing plays', async () => {
  const act = (playback: Playback, block: number) => void (block === 0 && playback.mixer.transport.pause());
  const { clicks } = await clicksAndBursts({ tempo: 1, seconds: 2, act });
  expect(clicks).toEqual([]);
});
