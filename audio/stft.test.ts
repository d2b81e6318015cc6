// Checks analysis and synthesis: perfect reconstruction, known tones, mirrored edges.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from './fft';
import { reflectIndex, type SpectrogramPlanes, Stft, windowEnvelope } from './stft';

const SIZE = 256;
const HOP = 64;
let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(SIZE);
});

function makePlanes(bins: number, frames: number): SpectrogramPlanes {
  return { real: new Float32Array(bins * frames), imag: new Float32Array(bins * frames), bins, frames };
}

describe('STFT', () => {
  it('reconstructs any signal of any length', () => {
    const stft = new Stft(fft, HOP);
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 1500, min: -2, max: 2, noNaN: true }),
        (signal) => {
          const frames = 1 + Math.ceil(signal.length / HOP);
          const planes = makePlanes(fft.bins, frames);
          stft.analyse(signal, -SIZE / 2, planes);
          const out = new Float32Array(signal.length);
          stft.overlapAdd(planes, -SIZE / 2, out);
          const envelope = windowEnvelope(stft.window, HOP, -SIZE / 2, frames, signal.length);
          for (let i = 0; i < out.length; i++) {
            expect(Math.abs(out[i]! / envelope[i]! - signal[i]!)).toBeLessThan(1e-5);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('finds a cosine in its bin, in every frame', () => {
    const stft = new Stft(fft, HOP);
    const bin = 20;
    const signal = Float32Array.from({ length: 4096 }, (_, i) => Math.cos((2 * Math.PI * bin * i) / SIZE));
    const planes = makePlanes(fft.bins, 60);
    stft.analyse(signal, 0, planes);
    for (let frame = 0; frame < planes.frames; frame++) {
      const at = (b: number) =>
        Math.hypot(planes.real[b * planes.frames + frame]!, planes.imag[b * planes.frames + frame]!);
      // A Hann window has the mean 1/2, and half of a cosine's amplitude is at the positive frequency.
      expect(at(bin)).toBeCloseTo(SIZE / 4, 2);
      expect(at(bin + 2)).toBeLessThan(1e-3);
    }
  });

  it('drops and restores the bins above those kept', () => {
    const stft = new Stft(fft, HOP);
    const signal = Float32Array.from({ length: 1024 }, (_, i) => Math.sin(i / 30));
    const [kept, all] = [makePlanes(100, 9), makePlanes(fft.bins, 9)];
    stft.analyse(signal, 0, kept);
    stft.analyse(signal, 0, all);
    expect(kept.real).toEqual(all.real.subarray(0, 900));
    all.real.fill(0, 900);
    all.imag.fill(0, 900);
    const [a, b] = [new Float32Array(1024), new Float32Array(1024)];
    stft.overlapAdd(kept, 0, a);
    stft.overlapAdd(all, 0, b);
    expect(a).toEqual(b);
  });

  it('mirrors positions without repeating the edge', () => {
    const mirrored = Array.from({ length: 11 }, (_, i) => reflectIndex(i - 4, 3));
    expect(mirrored).toEqual([0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2]);
    expect(reflectIndex(-7, 1)).toBe(0);
  });
});
