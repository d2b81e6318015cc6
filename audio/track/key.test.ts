// Keys of what has notes, and none of what has not: noise, clicks, drums, tuned kicks.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { SAMPLE_RATE } from '../units';
import { analyseTrack } from './analyse';
import { makeTrack, steadyBeats, TestTrack } from './testing/small-tracks';

const SECONDS = 12;
const beats = steadyBeats(126, 24, 0.2);

function drummed(play: (track: TestTrack, at: number, beat: number) => void): Float32Array {
  const track = new TestTrack(SECONDS);
  for (const [beat, at] of beats.entries()) play(track, at, beat);
  return track.samples;
}

/** A sine of one pitch that decays within the beat, driven into saturation or not. */
function tunedKicks(hz: number, drive: number): Float32Array {
  const signal = new Float32Array(SECONDS * SAMPLE_RATE);
  for (const at of beats) {
    const start = Math.round(at * SAMPLE_RATE);
    for (let i = 0; i < 0.3 * SAMPLE_RATE && start + i < signal.length; i++) {
      const t = i / SAMPLE_RATE;
      signal[start + i]! += 0.5 * Math.tanh(drive * Math.exp(-10 * t) * Math.sin(2 * Math.PI * hz * t));
    }
  }
  return signal;
}

function clicks(bpm: number): Float32Array {
  const signal = new Float32Array(SECONDS * SAMPLE_RATE);
  for (const at of steadyBeats(bpm, Math.floor((SECONDS * bpm) / 60), 0))
    signal.fill(0.8, Math.round(at * SAMPLE_RATE), Math.round(at * SAMPLE_RATE) + 8);
  return signal;
}

function noise(amplitude = 0.25): Float32Array {
  const random = seededRandom(5);
  return Float32Array.from({ length: SECONDS * SAMPLE_RATE }, () => 2 * amplitude * (random() - 0.5));
}

const keysOf = async (signal: Float32Array) => {
  const { key, keyStart, keyEnd } = await analyseTrack(signal, signal);
  return [key, keyStart, keyEnd];
};

describe('analyseTrack, of what has no notes that make a key', () => {
  it.each([
    ['white noise', noise()],
    ['clicks at 128 BPM', clicks(128)],
    ['clicks at 140 BPM', clicks(140)],
    ['kicks that fall to 50 Hz', drummed((track, at) => track.kick(at))],
    ['tuned kicks', tunedKicks(65, 1)],
    ['tuned and saturated kicks', tunedKicks(65, 4)],
    [
      'kick, snare and hats',
      drummed((track, at, beat) => {
        track.kick(at);
        if (beat % 2 === 1) track.snare(at);
        track.hat(at + 0.24);
      }),
    ],
  ])('gives no key of %s', async (_, signal) => {
    expect(await keysOf(signal)).toEqual([null, null, null]);
  });
});

describe('analyseTrack, of music', () => {
  it.each([0, 5, 10])('gives the key of chords under drums, transposed by %d', async (transpose) => {
    const signal = makeTrack({ beats, beatsPerBar: 4, transpose });
    expect((await keysOf(signal))[0]).toMatchObject({ tonic: (9 + transpose) % 12, mode: 'minor' });
  });

  it('gives the key of chords that noise is as loud as', async () => {
    const hiss = noise(0.2);
    const signal = makeTrack({ beats, beatsPerBar: 4 }).map((sample, i) => sample + (hiss[i] ?? 0));
    expect((await keysOf(signal))[0]).toMatchObject({ tonic: 9, mode: 'minor' });
  });
});
