// Onsets: the frames at which something new begins to sound.
import type { RealFft } from '../fft';
import { HOP } from './frames';
import { onsetStrength } from './onset-strength';
import { type PeakPicking, pickPeaks } from './peak-picking';

/** How far back, in seconds, an onset must be the strongest. */
const STRONGEST_SINCE_S = 0.03;

/** The studio's way to pick onsets from a curve that was brought to 0..1. */
export function onsetPicking(sampleRate: number, hop: number = HOP): PeakPicking {
  return {
    maxBefore: Math.floor((STRONGEST_SINCE_S * sampleRate) / hop),
    maxAfter: 1,
    meanBefore: 1,
    meanAfter: 1,
    rise: 0.06,
    wait: 1,
  };
}

/** The curve brought to 0..1; null when it is flat and so has no peak. */
function normalise(strength: Float32Array): Float32Array | null {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of strength) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const range = highest - lowest;
  return range > 0 ? strength.map((value) => (value - lowest) / range) : null;
}

/** The frames of a curve of onset strength at which onsets are, in order. */
export function pickOnsets(strength: Float32Array, picking: PeakPicking): number[] {
  const curve = normalise(strength);
  return curve ? pickPeaks(curve, picking) : [];
}

/** The frames of a signal at which onsets are, in order; frame `f` is around sample `f * hop`. */
export function detectOnsets(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  hop: number = HOP,
): number[] {
  return pickOnsets(onsetStrength(fft, signal, sampleRate, hop), onsetPicking(sampleRate, hop));
}
