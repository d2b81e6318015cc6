// Tests of the detection of transpositions.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/audio/dither';
import { TestTrack } from '@/audio/track/testing/small-tracks';
import { SAMPLE_RATE } from '@/audio/units';
import { pitchRatio } from './transposition';

const CHORDS = 16;

/** Chords and hats, the same for every transposition; `pace` is how much longer each chord lasts. */
function music(semitones: number, pace = 1) {
  const random = seededRandom(5);
  const track = new TestTrack(CHORDS * 0.5 * pace + 1);
  for (let i = 0; i < CHORDS; i++) {
    const pitch = 60 + Math.floor(12 * random()) + semitones;
    track.chord(i * 0.5 * pace, 0.5 * pace, [pitch, pitch + 4, pitch + 7], 0.1);
    track.hat(i * 0.5 * pace, 0.05);
  }
  return { signal: track.samples, sampleRate: SAMPLE_RATE };
}

describe('pitchRatio', () => {
  it.each([-2, -1, 0, 1, 2])('finds a transposition by %i semitones', async (semitones) => {
    const ratio = await pitchRatio(music(semitones, 1.03), music(0));
    expect(12 * Math.log2(ratio)).toBeCloseTo(semitones, 5);
  });

  it('takes silence for untransposed', async () => {
    const silence = { signal: new Float32Array(SAMPLE_RATE), sampleRate: SAMPLE_RATE };
    expect(await pitchRatio(silence, silence)).toBe(1);
  });
});
