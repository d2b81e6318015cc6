// Levels in mel bands: the coarse spectrum that is perceived as timbre.
import { createFrameMatrix, type FrameMatrix, HOP } from '../analysis/frames';
import { applyMelBank, createMelBank, hzToMel, type MelBank, melToHz } from '../analysis/mel';
import { SpectrumReader } from '../analysis/spectra';
import type { RealFft } from '../fft';

export const BANDS = 128;
/** Frames this far below the loudest say nothing about colour. */
const ACTIVE_DB = 50;
/** Bands this far below the loudest of the whole sound are silent. */
const RANGE_DB = 80;

const POWER_PER_DB = Math.LN10 / 10;
const EVEN_WIDTHS = new Float32Array(BANDS).fill(1);

/** Bands and how they lie on the bins of a transform. */
export interface BandLayout {
  readonly bank: MelBank;
  /** For each bin, the band below it in position and the share of the band above. */
  readonly below: Uint8Array;
  readonly share: Float32Array;
  /** Width of each band in Hz. */
  readonly widths: Float32Array;
}

/** Lays BANDS mel bands over the bins of `fft`. */
export function layOutBands(fft: RealFft, sampleRate: number): BandLayout {
  const bank = createMelBank({ sampleRate, fftSize: fft.size, bands: BANDS });
  const below = new Uint8Array(fft.bins);
  const share = new Float32Array(fft.bins);
  const melPerBand = hzToMel(sampleRate / 2) / (BANDS + 1);
  for (let bin = 0; bin < fft.bins; bin++) {
    const place = hzToMel((bin * sampleRate) / fft.size) / melPerBand - 1;
    const clamped = Math.max(0, Math.min(BANDS - 1 - 1e-6, place));
    below[bin] = Math.min(BANDS - 2, Math.floor(clamped));
    share[bin] = clamped - below[bin]!;
  }
  const widths = Float32Array.from(
    { length: BANDS },
    (_, band) => (melToHz((band + 2) * melPerBand) - melToHz(band * melPerBand)) / 2,
  );
  return { bank, below, share, widths };
}

/** Centre frequencies of the bands as positions among `count` mel bands of the same range. */
export function bandPositions(sampleRate: number, count: number): Float32Array {
  const top = hzToMel(sampleRate / 2);
  return Float32Array.from({ length: BANDS }, (_, band) => {
    const mel = hzToMel(melToHz((top * (band + 1)) / (BANDS + 1)));
    return Math.max(0, Math.min(count - 1, (mel / top) * (count + 1) - 1));
  });
}

/** Raises what is more than RANGE_DB below the loudest value; returns the loudest. */
function limitRange(levels: Float32Array): number {
  let loudest = Number.NEGATIVE_INFINITY;
  for (const level of levels) if (level > loudest) loudest = level;
  for (let i = 0; i < levels.length; i++) levels[i] = Math.max(levels[i]!, loudest - RANGE_DB);
  return loudest;
}

/** Levels in dB of every band and frame of the sum of `signals` in power. */
export function measureBands(
  fft: RealFft,
  signals: readonly Float32Array[],
  layout: BandLayout,
): FrameMatrix {
  const readers = signals.map((signal) => new SpectrumReader(fft, signal, HOP));
  const matrix = createFrameMatrix(readers[0]!.frames, BANDS);
  const sum = new Float32Array(BANDS);
  const one = new Float32Array(BANDS);
  for (let frame = 0; frame < matrix.frames; frame++) {
    sum.fill(0);
    for (const reader of readers) {
      applyMelBank(layout.bank, reader.power(frame), one, 0);
      for (let band = 0; band < BANDS; band++) sum[band]! += one[band]!;
    }
    for (let band = 0; band < BANDS; band++) {
      matrix.values[frame * BANDS + band] = 10 * Math.log10(Math.max(1e-10, sum[band]! / signals.length));
    }
  }
  limitRange(matrix.values);
  return matrix;
}

/** The power of one frame of band levels, up to a constant factor: per Hz times `widths`, in Hz. */
export function rowPower(values: Float32Array, row: number, widths: Float32Array): number {
  let power = 0;
  for (let band = 0; band < BANDS; band++)
    power += widths[band]! * Math.exp(values[row + band]! * POWER_PER_DB);
  return power;
}

/** Which frames are loud enough to represent the timbre. */
export function activeFrames({ frames, values }: FrameMatrix): Uint8Array {
  const levels = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    levels[frame] = 10 * Math.log10(rowPower(values, frame * BANDS, EVEN_WIDTHS));
  }
  const loudest = levels.reduce((max, level) => Math.max(max, level), -200);
  return Uint8Array.from(levels, (level) => Number(level > loudest - ACTIVE_DB && level > -90));
}

/** The mean level of every band over the frames that count. */
export function meanBands({ frames, values }: FrameMatrix, active: Uint8Array): Float32Array {
  const mean = new Float32Array(BANDS);
  let count = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (!active[frame]) continue;
    count += 1;
    for (let band = 0; band < BANDS; band++) mean[band]! += values[frame * BANDS + band]!;
  }
  return mean.map((sum) => sum / Math.max(1, count));
}
