// The whole analysis on small generated tracks of which every beat is known, and on what is hardly a track.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { SAMPLE_RATE, type Samples } from '../units';
import { analyseTrack } from './analyse';
import { median } from './curves';
import { driftingBeats, makeTrack, steadyBeats, TestTrack } from './testing/small-tracks';

const analyse = (signal: Float32Array) => analyseTrack(signal, signal);

/** Distances in ms from each true time to the nearest found one. */
function misses(truth: readonly number[], found: readonly Samples[]): number[] {
  return truth.map((at) => Math.min(...found.map((time) => Math.abs(time / SAMPLE_RATE - at))) * 1000);
}

describe('analyseTrack finds tempo, beats and bars', () => {
  it.each([
    ['a plain beat', { bpm: 123.37, start: 0.731, beatsPerBar: 4, swing: 0 }],
    ['a swung beat', { bpm: 96.5, start: 0.2, beatsPerBar: 4, swing: 0.3 }],
    ['a fast one', { bpm: 171.9, start: 1.03, beatsPerBar: 4, swing: 0 }],
  ])('of %s', async (_, { bpm, start, beatsPerBar, swing }) => {
    const beats = steadyBeats(bpm, 96, start);
    const found = await analyse(makeTrack({ beats, beatsPerBar, swing }));
    expect(found.tempo!.isSteady).toBe(true);
    expect(Math.abs(found.tempo!.bpm - bpm)).toBeLessThan(0.01);
    expect(median(misses(beats, found.beats))).toBeLessThan(5);
    expect(
      median(
        misses(
          beats.filter((_, i) => i % 4 === 0),
          found.downbeats,
        ),
      ),
    ).toBeLessThan(5);
    expect(found.key).toMatchObject({ tonic: 9, mode: 'minor' });
  });

  it('of a track whose channels, or only their bass or a passage, have opposite polarity', async () => {
    const beats = steadyBeats(122, 64, 0.5);
    const left = makeTrack({ beats, beatsPerBar: 4 });
    const plain = await analyse(left);
    const half = left.length / 2;
    for (const sign of [() => -1, (i: number) => (i < half ? 1 : -1)]) {
      const found = await analyseTrack(
        left,
        left.map((sample, i) => sign(i) * sample),
      );
      expect(Math.abs(found.tempo!.bpm - 122)).toBeLessThan(0.01);
      expect(median(misses(beats, found.beats))).toBeLessThan(5);
      expect(found.key).toMatchObject({ tonic: plain.key!.tonic, mode: plain.key!.mode });
    }
  });

  it('finds three beats in a bar, tempo and downbeats of a waltz', async () => {
    const beats = steadyBeats(132.2, 108, 0.4);
    const found = await analyse(makeTrack({ beats, beatsPerBar: 3 }));
    expect(found.beatsPerBar).toBe(3);
    expect(Math.abs(found.tempo!.bpm - 132.2)).toBeLessThan(0.01);
    expect(
      median(
        misses(
          beats.filter((_, i) => i % 3 === 0),
          found.downbeats,
        ),
      ),
    ).toBeLessThan(5);
  });

  it('follows the beats of a band that speeds up', async () => {
    const beats = driftingBeats(112, 122, 140, 0.5);
    const found = await analyse(makeTrack({ beats, beatsPerBar: 4 }));
    expect(found.tempo!.isSteady).toBe(false);
    expect(found.tempo!.bpm).toBeGreaterThan(112);
    expect(found.tempo!.bpm).toBeLessThan(122);
    const off = misses(beats, found.beats).sort((a, b) => a - b);
    expect(off[Math.floor(0.9 * off.length)]).toBeLessThan(15);
  });

  it('finds the grid of a track whose intro has no drums', async () => {
    const beats = steadyBeats(118.6, 112, 2.317);
    const found = await analyse(makeTrack({ beats, beatsPerBar: 4, drumlessBars: 8, transpose: 3 }));
    expect(median(misses(beats.slice(0, 32), found.beats))).toBeLessThan(5);
    expect(
      median(
        misses(
          beats.filter((_, i) => i % 4 === 0),
          found.downbeats,
        ),
      ),
    ).toBeLessThan(5);
    expect(found.key).toMatchObject({ tonic: 0, mode: 'minor' });
    const [intro, next] = found.sections;
    expect(intro!.kind).toBe('intro');
    expect(Math.abs(next!.start / SAMPLE_RATE - beats[32]!)).toBeLessThan(0.005);
    expect(found.cues.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['mix-in', 'first-drop', 'mix-out']),
    );
    expect(
      Math.abs(found.cues.find(({ kind }) => kind === 'first-sound')!.at / SAMPLE_RATE - 2.317),
    ).toBeLessThan(0.01);
  });
});

describe('analyseTrack of what is hardly a track', () => {
  const noise = (() => {
    const random = seededRandom(3);
    return new Float32Array(SAMPLE_RATE * 4).map(() => random() * 0.1 - 0.05);
  })();
  const oneBeat = new TestTrack(3);
  oneBeat.kick(0.5);

  it.each<[string, Float32Array]>([
    ['nothing', new Float32Array(0)],
    ['one sample', Float32Array.of(0.5)],
    ['0.1 s', new Float32Array(4410).fill(0.1)],
    ['silence', new Float32Array(SAMPLE_RATE * 3)],
    ['one beat', oneBeat.samples],
    ['noise', noise],
    ['no numbers', new Float32Array(SAMPLE_RATE).fill(Number.NaN)],
  ])('gives finite times in order for %s', async (_, signal) => {
    const found = await analyse(signal);
    expect(found.tempo === null || Number.isFinite(found.tempo.bpm)).toBe(true);
    for (const times of [found.beats, found.downbeats, found.cues.map(({ at }) => at)]) {
      expect(times.every((time, i) => Number.isInteger(time) && (i === 0 || time >= times[i - 1]!))).toBe(
        true,
      );
    }
  });

  it('has no beat in silence and for one hit', async () => {
    expect((await analyse(new Float32Array(SAMPLE_RATE * 3))).tempo).toBeNull();
    expect((await analyse(oneBeat.samples)).tempo).toBeNull();
  });

  it('finds no music in a constant offset, so that no set takes it for a song', async () => {
    const { cues, tempo, attacksPerSecond } = await analyse(new Float32Array(SAMPLE_RATE * 6).fill(-0.25));
    expect({ cues, tempo, attacksPerSecond }).toEqual({ cues: [], tempo: null, attacksPerSecond: 0 });
  });

  it('knows slow ambient chords by their key and claims no sure tempo', async () => {
    const track = new TestTrack(48);
    const chords = [
      [48, 55, 60, 64],
      [53, 57, 60, 65],
      [55, 59, 62, 67],
      [48, 52, 55, 60],
    ];
    for (let i = 0; i < 8; i++) track.chord(i * 6, 6.2, chords[i % 4]!, 0.06, 1.5);
    const found = await analyse(track.samples);
    expect(found.key).toMatchObject({ tonic: 0, mode: 'major' });
    expect(found.tempo?.confidence ?? 0).toBeLessThan(0.9);
  });

  it('refuses channels of different lengths', async () => {
    await expect(analyseTrack(new Float32Array(2), new Float32Array(3))).rejects.toThrow(RangeError);
  });
});
