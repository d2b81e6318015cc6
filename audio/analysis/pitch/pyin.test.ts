// Pitch tracking finds the pitch of known sounds, and none where there is none.
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../../fft';
import { SAMPLE_RATE } from '../../units';
import { countFrames, frameToSeconds } from '../frames';
import { noise, ODD_SIGNALS, sine } from '../testing/known-signals';
import { HIGHEST_HZ, LOWEST_HZ } from './pitch-grid';
import { trackPitch } from './pyin';
import { PITCH_FFT_SIZE } from './yin-difference';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(PITCH_FFT_SIZE);
});

const track = (signal: Float32Array, rate = SAMPLE_RATE) => trackPitch(fft, signal, rate);
const cents = (a: number, b: number) => Math.abs(1200 * Math.log2(a / b));

describe('trackPitch', () => {
  // Where few periods fit into a frame, the method itself is less sure and a little off.
  it.each([
    [55, 50, 0.05],
    [110, 25, 0.3],
    [220, 12, 0.7],
    [987.77, 6, 0.95],
    [1975.53, 6, 0.95],
  ])('finds a tone of %d Hz within %i cents', (hz, tolerance, sureness) => {
    const { f0Hz, voicedProbability } = track(sine(0.4, hz));
    for (let frame = 4; frame < f0Hz.length - 4; frame++) {
      expect(cents(f0Hz[frame]!, hz)).toBeLessThan(tolerance);
      expect(voicedProbability[frame]!).toBeGreaterThan(sureness);
    }
  });

  it('follows a sweep over three octaves', () => {
    const glide = (seconds: number) => 100 * 2 ** (3 * (seconds / 2));
    const { f0Hz } = track(sine(2, glide));
    for (let frame = 4; frame < f0Hz.length - 4; frame++) {
      expect(cents(f0Hz[frame]!, glide(frameToSeconds(frame, SAMPLE_RATE)))).toBeLessThan(30);
    }
  });

  it('finds the fundamental of a rich sound, though it is its weakest part', () => {
    const parts = [1, 2, 3, 4].map((n) => sine(0.5, 130.81 * n));
    const rich = parts[0]!.map((_, i) => parts.reduce((sum, part, n) => sum + part[i]! * (n + 1) * 0.1, 0));
    for (const hz of track(rich).f0Hz.slice(5, -5)) expect(cents(hz, 130.81)).toBeLessThan(6);
  });

  it('says where there is a pitch: tones between silence and noise', () => {
    const signal = Float32Array.of(...sine(0.5, 220), ...new Float32Array(22_050), ...noise(0.5));
    const voiced = [...track(signal).f0Hz].map((hz) => hz > 0);
    const framesOf = (begin: number, end: number) =>
      voiced.filter((_, f) => {
        const seconds = frameToSeconds(f, SAMPLE_RATE);
        return seconds > begin + 0.05 && seconds < end - 0.05;
      });
    expect(framesOf(0, 0.5).every(Boolean)).toBe(true);
    expect(framesOf(0.5, 1.5).some(Boolean)).toBe(false);
  });

  it('does not depend on the level', () => {
    const loud = track(sine(0.3, 330));
    const soft = track(sine(0.3, 330).map((x) => x / 64));
    expect(soft).toEqual(loud);
  });

  it.each(ODD_SIGNALS)('gives a frequency in range or none for %s', (_, signal) => {
    const { f0Hz, voicedProbability } = track(signal);
    expect(f0Hz).toHaveLength(countFrames(signal.length));
    for (const [i, hz] of f0Hz.entries()) {
      expect(hz === 0 || (hz >= LOWEST_HZ && hz <= HIGHEST_HZ)).toBe(true);
      expect(voicedProbability[i]! >= 0 && voicedProbability[i]! <= 1).toBe(true);
    }
  });

  it('refuses rates whose periods do not fit into a frame, and other transforms', async () => {
    expect(() => track(sine(0.1, 440), 96_000)).toThrow('96000 Hz');
    expect(() => track(sine(0.1, 440), 4_000)).toThrow(RangeError);
    const small = await createRealFft(2048);
    expect(() => trackPitch(small, sine(0.1, 440), SAMPLE_RATE)).toThrow('4096');
    small.dispose();
  });
});
