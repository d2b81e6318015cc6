// The level of eight frequency bands every 2.9 ms, and how fast they rise: the ground that the beat grid is laid on.
import { createFrameMatrix, type FrameMatrix } from '../analysis/frames';
import { SpectrumReader } from '../analysis/spectra';
import type { RealFft } from '../fft';

/** Samples in a frame: 12 ms at 44.1 kHz, short enough to place a kick to the millisecond. */
export const LEVEL_FRAME = 512;
/** Samples between frames: 2.9 ms at 44.1 kHz. */
export const LEVEL_HOP = 128;
/**
 * Upper edges of the bands in Hz; the first contains the kick and the bass, the second the body of the snare.
 */
const BAND_EDGES_HZ = [130, 300, 600, 1200, 2400, 4800, 9600, 16_000] as const;
export const LEVEL_BANDS = BAND_EDGES_HZ.length;
/** What is 40 dB below the mean power of its band counts as silence: the rise of noise is no attack. */
const FLOOR_RATIO = 1e-4;
/** Frames over which a rise is taken: 9 ms, about the length of an attack. */
const RISE_FRAMES = 3;

/** The summed power of each band in each frame. */
export function bandPowers(fft: RealFft, signal: Float32Array, sampleRate: number): FrameMatrix {
  const reader = new SpectrumReader(fft, signal, LEVEL_HOP);
  const out = createFrameMatrix(reader.frames, LEVEL_BANDS);
  const lastBin = fft.bins - 1;
  const edges = BAND_EDGES_HZ.map((hz) => Math.min(lastBin, Math.round((hz * fft.size) / sampleRate)));
  for (let frame = 0; frame < out.frames; frame++) {
    const power = reader.power(frame);
    let bin = 0;
    for (let band = 0; band < LEVEL_BANDS; band++) {
      let sum = 0;
      for (; bin < edges[band]!; bin++) sum += power[bin]!;
      out.values[frame * LEVEL_BANDS + band] = sum;
    }
  }
  return out;
}

/** Replaces each power by its logarithm above the band's own floor: 0 for silence, +1 for every factor e. */
export function toLogLevels(powers: FrameMatrix): FrameMatrix {
  const { frames, bands, values } = powers;
  const levels = createFrameMatrix(frames, bands);
  for (let band = 0; band < bands; band++) {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += values[frame * bands + band]!;
    const floor = (sum / frames) * FLOOR_RATIO;
    if (floor <= 0) continue;
    for (let i = band; i < values.length; i += bands) levels.values[i] = Math.log(1 + values[i]! / floor);
  }
  return levels;
}

/** How much the bands from `first` to before `end` rise together around each frame; falling bands count as 0. */
export function riseCurve(levels: FrameMatrix, first: number, end: number): Float32Array {
  const { frames, bands, values } = levels;
  const curve = new Float32Array(frames);
  const before = Math.floor(RISE_FRAMES / 2);
  for (let frame = 0; frame < frames; frame++) {
    const from = Math.max(0, frame - before) * bands;
    const to = Math.min(frames - 1, frame - before + RISE_FRAMES) * bands;
    let sum = 0;
    for (let band = first; band < end; band++) sum += Math.max(0, values[to + band]! - values[from + band]!);
    curve[frame] = sum / (end - first);
  }
  return curve;
}
