// Echoes in note values stay on the beat at any tempo of the player: tempo changes the mix as a whole.

import { expect, it } from 'vitest';
import { resolveDelay } from '@/audio/mix/delay-times';
import { NEUTRAL_STRIP, neutralGraph } from '@/audio/mix/graph';
import { noteOfLabel } from '@/contract/note-values';
import { CLOSED_SENDS, DEFAULT_DELAY } from '@/contract/processors/sends';
import { tracksOf } from '../testing/tracks-of';
import { Playback, type StereoChannels } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TimeStretcher } from './time-stretcher';

const RATE = 44_100;
const LENGTH = 4 * RATE;
const BURST = RATE / 10;
const BPM = 120;

/** The middle of the energy in [from, to), in seconds. */
function middleS(heard: Float32Array, fromS: number, toS: number): number {
  let [moment, energy] = [0, 0];
  for (let i = Math.floor(fromS * RATE); i < toS * RATE; i++) {
    const power = (heard[i] ?? 0) ** 2;
    moment += i * power;
    energy += power;
  }
  return moment / energy / RATE;
}

it.each([0.8, 1, 1.25])(
  'Playback, a delay of a half note at tempo %d, repeats after that note at the played tempo',
  async (tempo) => {
    const strip = { ...NEUTRAL_STRIP, sends: { ...CLOSED_SENDS, delayDb: 0 } };
    const note = noteOfLabel('1/2') ?? 0;
    const delay = resolveDelay({ ...DEFAULT_DELAY, leftNote: note, rightNote: note, feedback: 0 }, BPM);
    const graph = { ...neutralGraph(1), strips: [strip], delay };
    const playback = new Playback();
    playback.speed.setStretcher(await TimeStretcher.create());
    const stems = [{ id: 'a', lengthSamples: LENGTH, segmentSamples: LENGTH }];
    playback.load({ tracks: tracksOf(stems), stems, graph });
    playback.setMix(graph, { tempo, keySemitones: 0 });
    const burst = new Float32Array(LENGTH);
    for (let i = 0; i < BURST; i++) {
      burst[RATE / 2 + i] = 0.4 * Math.sin((Math.PI * i) / BURST) * Math.sin((2 * Math.PI * 440 * i) / RATE);
    }
    playback.mixer.store.put('a', 0, { left: burst, right: burst });
    playback.mixer.transport.play();
    const heard = new Float32Array(3 * RATE);
    const output: StereoChannels = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];
    for (let at = 0; at + BLOCK_FRAMES <= heard.length; at += BLOCK_FRAMES) {
      playback.render(output);
      heard.set(output[0], at);
    }
    const echoS = (2 * 60) / BPM / tempo;
    const direct = middleS(heard, 0, 0.55 / tempo + echoS / 2);
    const echo = middleS(heard, 0.55 / tempo + echoS / 2, 0.55 / tempo + 1.5 * echoS);
    expect(Math.abs(echo - direct - echoS)).toBeLessThan(0.002);
  },
);
