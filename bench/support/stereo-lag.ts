// How far left and right of a recording are apart, window by window, by the correlation of the two.
import { createRealFft } from '@/audio/fft';
import { at } from '@/contract/required';

export interface LagReading {
  /** The middle of the window, in seconds from the start of the recording */
  readonly atS: number;
  /** How much later left is, in milliseconds */
  readonly lagMs: number;
}

const SIZE = 65_536;
/** Peaks of noise against itself reach 1, of two different places in it less than a tenth. */
const MIN_CORRELATION = 0.4;
/** Quieter windows have nothing to compare. */
const MIN_RMS = 1e-3;

const rms = (signal: Float32Array): number =>
  Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / signal.length);

/**
 * Compares a recording of noise with itself.
 * @param windowS length of each window; lags up to half of it are found
 */
export async function stereoLags(
  left: Float32Array,
  right: Float32Array,
  rate: number,
  windowS: number,
  hopS: number,
): Promise<LagReading[]> {
  const fft = await createRealFft(SIZE);
  const [length, hop] = [Math.round(windowS * rate), Math.round(hopS * rate)];
  const readings: LagReading[] = [];
  for (let start = 0; start + length <= left.length; start += hop) {
    const [a, b] = [left.subarray(start, start + length), right.subarray(start, start + length)];
    const [levelA, levelB] = [rms(a), rms(b)];
    if (Math.min(levelA, levelB) < MIN_RMS) continue;
    const correlation = correlate(fft, a, b);
    let best = 0;
    for (let i = 1; i < SIZE; i++) if (at(correlation, i) > at(correlation, best)) best = i;
    const lag = best > SIZE / 2 ? best - SIZE : best;
    const peak = at(correlation, best) / (levelA * levelB * Math.max(1, length - Math.abs(lag)));
    if (peak < MIN_CORRELATION || Math.abs(lag) > length / 2) continue;
    readings.push({ atS: (start + length / 2) / rate, lagMs: (lag / rate) * 1_000 });
  }
  fft.dispose();
  return readings;
}

function correlate(
  fft: Awaited<ReturnType<typeof createRealFft>>,
  a: Float32Array,
  b: Float32Array,
): Float32Array {
  const spectrumOf = (signal: Float32Array): Float32Array => {
    fft.frame.fill(0);
    fft.frame.set(signal);
    fft.forward();
    return fft.spectrum.slice();
  };
  const [left, right] = [spectrumOf(a), spectrumOf(b)];
  const { spectrum } = fft;
  // The first two values are the real bins at 0 Hz and at the Nyquist frequency.
  spectrum[0] = at(left, 0) * at(right, 0);
  spectrum[1] = at(left, 1) * at(right, 1);
  for (let bin = 2; bin < SIZE; bin += 2) {
    const [re, im] = [at(left, bin), at(left, bin + 1)];
    const [otherRe, otherIm] = [at(right, bin), at(right, bin + 1)];
    spectrum[bin] = re * otherRe + im * otherIm;
    spectrum[bin + 1] = im * otherRe - re * otherIm;
  }
  fft.inverse();
  return fft.frame.map((value) => value / SIZE);
}
