// Filters both channels of a sound in short frames, with a gain for every band and frame.
import { type FrameMatrix, HOP, loadFrame } from '../analysis/frames';
import type { RealFft } from '../fft';
import { periodicHann } from '../stft';
import { NEPER_PER_DB } from '../units';
import { BANDS, type BandLayout } from './band-levels';

/** Samples of a frame; each begins HOP, a quarter of it, after the one before. */
export const FILTER_FRAME = 2048;
/** Squared Hann windows at a hop of a quarter add up to this. */
const WINDOW_SUM = 1.5;

export type Stereo = readonly [Float32Array, Float32Array];

const bandAmplitudes = new Float32Array(BANDS);

/** Writes a frame's gain for every bin from gains in dB: a straight line between the centres of bands. */
export function spreadGains(layout: BandLayout, gains: FrameMatrix, frame: number, out: Float32Array): void {
  const { below, share } = layout;
  const row = frame * BANDS;
  for (let band = 0; band < BANDS; band++) {
    bandAmplitudes[band] = Math.exp(gains.values[row + band]! * NEPER_PER_DB);
  }
  for (let bin = 0; bin < out.length; bin++) {
    const band = below[bin]!;
    const low = bandAmplitudes[band]!;
    out[bin] = low + share[bin]! * (bandAmplitudes[band + 1]! - low);
  }
}

/** The windows before the transform and after the inverse one, which also takes back what both add up to. */
interface FrameWindows {
  readonly analysis: Float32Array;
  readonly synthesis: Float32Array;
}

function loadWindowed(signal: Float32Array, start: number, window: Float32Array, frame: Float32Array): void {
  if (start >= 0 && start + FILTER_FRAME <= signal.length) {
    for (let i = 0; i < FILTER_FRAME; i++) frame[i] = signal[start + i]! * window[i]!;
    return;
  }
  loadFrame(signal, start, frame);
  for (let i = 0; i < FILTER_FRAME; i++) frame[i]! *= window[i]!;
}

/** Filters one frame of a channel and adds it to the result. */
function filterFrame(
  fft: RealFft,
  { analysis, synthesis }: FrameWindows,
  gains: Float32Array,
  signal: Float32Array,
  start: number,
  out: Float32Array,
): void {
  const { frame, spectrum } = fft;
  loadWindowed(signal, start, analysis, frame);
  fft.forward();
  // Neither a constant part nor the highest frequency is sound.
  spectrum[0] = 0;
  spectrum[1] = 0;
  for (let bin = 1, at = 2; bin < gains.length - 1; bin++, at += 2) {
    const gain = gains[bin]!;
    spectrum[at]! *= gain;
    spectrum[at + 1]! *= gain;
  }
  fft.inverse();
  const last = Math.min(FILTER_FRAME, out.length - start);
  for (let i = Math.max(0, -start); i < last; i++) out[start + i]! += frame[i]! * synthesis[i]!;
}

/**
 * Filters both channels alike.
 * @param fft a transform of FILTER_FRAME samples
 * @param loadGains writes the gain of every bin for a frame, in order from frame 0
 */
export function filterFrames(
  fft: RealFft,
  channels: Stereo,
  loadGains: (frame: number, gains: Float32Array) => void,
): Stereo {
  const length = channels[0].length;
  const analysis = periodicHann(FILTER_FRAME);
  const windows = { analysis, synthesis: analysis.map((value) => value / (FILTER_FRAME * WINDOW_SUM)) };
  const gains = new Float32Array(fft.bins);
  const out: Stereo = [new Float32Array(length), new Float32Array(length)];
  for (let frame = 0; frame * HOP - FILTER_FRAME / 2 < length; frame++) {
    loadGains(frame, gains);
    const start = frame * HOP - FILTER_FRAME / 2;
    for (const side of [0, 1] as const) filterFrame(fft, windows, gains, channels[side], start, out[side]);
  }
  return out;
}
