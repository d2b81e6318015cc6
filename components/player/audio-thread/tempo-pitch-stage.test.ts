// Tempo and key: right in pitch and time, smooth at every change, and no trace left when they are neutral again.
import { beforeAll, describe, expect, it } from 'vitest';
import type { StereoSum } from '@/audio/mix/mix-bus';
import { makeSum } from '@/audio/playback/fade';
import { at } from '@/contract/required';
import { NEUTRAL_SPEED, type Speed } from '../speed';
import type { SongSource } from './speed-mode';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TempoPitchStage } from './tempo-pitch-stage';
import { TimeStretcher } from './time-stretcher';

const RATE = 44_100;
let stretcher: TimeStretcher;

beforeAll(async () => {
  stretcher = await TimeStretcher.create();
});

type Wave = (position: number) => number;
const tone: Wave = (n) => 0.4 * Math.sin((2 * Math.PI * 440 * n) / RATE);
const PERIOD = RATE / 2;
const BURST = RATE / 10;
/** A burst of 100 ms every half second of song, with silence in between. */
const bursts: Wave = (n) => (n % PERIOD < BURST ? tone(n) * Math.sin((Math.PI * (n % PERIOD)) / BURST) : 0);

/** A song without stems: a wave, left and its negative right. */
class Song implements SongSource {
  quiet = true;
  landing = false;
  position = 0;
  constructor(readonly wave: Wave) {}

  play(): void {
    this.#starting = true;
  }

  #starting = false;

  render(sum: StereoSum, offset: number, frames: number): void {
    if (this.#starting) this.quiet = false;
    for (let i = 0; i < frames; i++) {
      const value = this.quiet ? 0 : this.wave(this.position++);
      sum.left[offset + i] = value;
      sum.right[offset + i] = -value;
    }
  }
}

function pull(stage: TempoPitchStage, seconds: number): Float64Array {
  const blocks = Math.round((seconds * RATE) / BLOCK_FRAMES);
  const heard = new Float64Array(blocks * BLOCK_FRAMES);
  const out = makeSum(BLOCK_FRAMES);
  for (let block = 0; block < blocks; block++) {
    stage.pull(out);
    heard.set(out.left, block * BLOCK_FRAMES);
  }
  return heard;
}

function open(wave: Wave, speed: Speed = NEUTRAL_SPEED) {
  const song = new Song(wave);
  const stage = new TempoPitchStage(song);
  stage.setStretcher(stretcher);
  stage.setSpeed(speed);
  return { song, stage };
}

/** Frequency from the zero crossings of a tone. */
function hertz(heard: Float64Array): number {
  const rises: number[] = [];
  for (let i = 1; i < heard.length; i++) {
    const [a, b] = [at(heard, i - 1), at(heard, i)];
    if (a < 0 && b >= 0) rises.push(i - 1 + a / (a - b));
  }
  return ((rises.length - 1) * RATE) / (at(rises, -1) - at(rises, 0));
}

const cents = (heard: number, meant: number) => Math.abs(1200 * Math.log2(heard / meant));

/** The middle of what sounds in [from, to). */
function middle(heard: Float64Array, from: number, to: number): number {
  let [moment, energy] = [0, 0];
  for (let i = Math.max(0, Math.floor(from)); i < to; i++) {
    moment += i * at(heard, i) ** 2;
    energy += at(heard, i) ** 2;
  }
  return moment / energy;
}

/** What a click raises and a tone of 440 Hz does not. */
function roughness(heard: Float64Array): number {
  let worst = 0;
  for (let i = 2; i < heard.length; i++)
    worst = Math.max(worst, Math.abs(at(heard, i) - 2 * at(heard, i - 1) + at(heard, i - 2)));
  return worst;
}

describe('Varispeed', () => {
  it('passes the song bit for bit while tempo and key are neutral', () => {
    const { song, stage } = open(tone);
    song.play();
    expect(pull(stage, 1)).toEqual(Float64Array.from({ length: 44_032 + 128 }, (_, n) => tone(n)));
  });

  it.each([
    [0.5, 0],
    [2, 0],
    [1, 12],
    [1, -12],
    [1, 0.25],
    [1.25, -3],
  ])('plays at tempo %f and %f semitones in tune and in time', (tempo, keySemitones) => {
    const { song, stage } = open(tone, { tempo, keySemitones });
    song.play();
    const before = pull(stage, 0.5);
    const from = song.position;
    const heard = pull(stage, 3);
    expect(cents(hertz(heard), 440 * 2 ** (keySemitones / 12))).toBeLessThan(3);
    expect(Math.abs((song.position - from) / heard.length - tempo)).toBeLessThan(1e-4);
    expect(before.slice(0, 4 * BLOCK_FRAMES).every((value) => value === 0)).toBe(true);
  });

  it.each([0.6, 1.5])('starts soon, and reports its position to the millisecond at tempo %f', (tempo) => {
    const { song, stage } = open(bursts, { tempo, keySemitones: 0 });
    pull(stage, 0.1);
    song.play();
    const heard = pull(stage, 4);
    const start = RATE * 0.05;
    expect(heard.slice(0, start).some((value) => Math.abs(value) > 0.01)).toBe(true);
    // The position that the song reports for the last sample applies to all before it: the middle of each
    // burst lies there.
    const end = song.position - stage.latency * stage.rate;
    for (let burst = 1; burst < 4; burst++) {
      const meant = heard.length - (end - burst * PERIOD - BURST / 2) / tempo;
      const found = middle(heard, meant - PERIOD / 2 / tempo, meant + PERIOD / 2 / tempo);
      expect(Math.abs(found - meant) / RATE).toBeLessThan(0.001);
    }
  });

  it('gets there and back without a click, and leaves no trace', () => {
    const { song, stage } = open(tone);
    song.play();
    const heard = [pull(stage, 0.3)];
    for (const speed of [
      { tempo: 1.3, keySemitones: 0 },
      { tempo: 0.7, keySemitones: 0 },
      { tempo: 0.7, keySemitones: 2 },
      NEUTRAL_SPEED,
      { tempo: 1, keySemitones: -5 },
      NEUTRAL_SPEED,
    ]) {
      stage.setSpeed(speed);
      heard.push(pull(stage, 0.6));
    }
    const whole = Float64Array.from(heard.flatMap((part) => [...part]));
    expect(roughness(whole)).toBeLessThan(1.5 * 0.4 * ((2 * Math.PI * 440 * 2 ** (2 / 12)) / RATE) ** 2);
    expect(stage.latency).toBe(0);
    const from = song.position;
    expect(pull(stage, 0.2)).toEqual(Float64Array.from({ length: 8832 }, (_, n) => tone(from + n)));
  });

  it('fades out before a jump, and starts anew after it', () => {
    const { song, stage } = open(tone, { tempo: 1.4, keySemitones: 0 });
    song.play();
    const before = pull(stage, 0.5);
    song.landing = true;
    const from = song.position;
    const fading = pull(stage, 0.006);
    expect(song.position).toBe(from);
    song.landing = false;
    song.position = 0;
    const after = pull(stage, 0.3);
    expect(fading.at(-1)).toBeCloseTo(0, 2);
    expect(roughness(Float64Array.from([...before, ...fading, ...after]))).toBeLessThan(0.02);
    expect(after.slice(0, RATE * 0.06).some((value) => Math.abs(value) > 0.1)).toBe(true);
  });
});
