// Checks the transform against its definition and against Parseval's theorem.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from './fft';

const signal = (size: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: size, maxLength: size, min: -4, max: 4, noNaN: true });

/** The transform by its definition, in the packed order of {@link RealFft.spectrum}. */
function naivePacked(frame: Float32Array): Float64Array {
  const size = frame.length;
  const packed = new Float64Array(size);
  for (let bin = 0; bin <= size / 2; bin++) {
    let re = 0;
    let im = 0;
    for (let i = 0; i < size; i++) {
      re += frame[i]! * Math.cos((2 * Math.PI * bin * i) / size);
      im -= frame[i]! * Math.sin((2 * Math.PI * bin * i) / size);
    }
    if (bin === size / 2) packed[1] = re;
    else packed[2 * bin] = re;
    if (bin > 0 && bin < size / 2) packed[2 * bin + 1] = im;
  }
  return packed;
}

function load(fft: RealFft, samples: Float32Array): void {
  fft.frame.set(samples);
  fft.forward();
}

describe('real FFT', () => {
  it.each([32, 96, 160, 256])('equals the definition at %i samples', async (size) => {
    const fft = await createRealFft(size);
    fc.assert(
      fc.property(signal(size), (samples) => {
        load(fft, samples);
        const expected = naivePacked(samples);
        for (let i = 0; i < size; i++) expect(Math.abs(fft.spectrum[i]! - expected[i]!)).toBeLessThan(1e-3);
      }),
      { numRuns: 10 },
    );
    fft.dispose();
  });

  it.each([512, 2048, 4096])('keeps the energy and comes back at %i samples', async (size) => {
    const fft = await createRealFft(size);
    fc.assert(
      fc.property(signal(size), (samples) => {
        load(fft, samples);
        const energy = samples.reduce((sum, x) => sum + x * x, 0);
        const [dc, nyquist] = [fft.spectrum[0]!, fft.spectrum[1]!];
        const twice = fft.spectrum.reduce((sum, x) => sum + 2 * x * x, 0) - dc * dc - nyquist * nyquist;
        expect(Math.abs(twice / size - energy)).toBeLessThanOrEqual(1e-5 * energy + 1e-9);
        fft.inverse();
        for (let i = 0; i < size; i++)
          expect(Math.abs(fft.frame[i]! / size - samples[i]!)).toBeLessThan(1e-5);
      }),
      { numRuns: 5 },
    );
    fft.dispose();
  });

  it('keeps its buffers when the memory grows for another transform', async () => {
    const small = await createRealFft(64);
    small.frame.fill(1);
    const large = await Promise.all([createRealFft(2 ** 20), createRealFft(2 ** 21)]);
    small.forward();
    expect(small.spectrum[0]).toBeCloseTo(64, 4);
    for (const fft of [small, ...large]) fft.dispose();
  });

  it.each([0, 16, 31, 33, 224, 1.5])('refuses %d samples', async (size) => {
    await expect(createRealFft(size)).rejects.toThrow(RangeError);
  });
});
