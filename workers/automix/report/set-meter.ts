// Measures a finished set from its file: its loudness over time, and its true peak as a player will decode it.

import { deinterleave } from '@/audio/interleave';
import { loudnessOf } from '@/audio/loudness/loudness-histogram';
import { type Loudness, LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { STEPS_PER_SECOND, WeightedSteps } from '@/audio/loudness/weighted-steps';
import { decodeStream } from '@/platform/media/decode';

const SHORT_TERM_SECONDS = 3;
/** Where one side is silent, the set begins or ends: nothing jumps. */
const SILENT_LUFS = -60;
const SHORT_TERM_STEPS = SHORT_TERM_SECONDS * STEPS_PER_SECOND;

export interface SetFigures {
  readonly loudness: Loudness;
  /** Mean square, K-weighted, of every 100 ms. */
  readonly steps: readonly number[];
}

/** Decodes the file once. */
export async function measureSet(
  path: string,
  sampleRate: number,
  signal?: AbortSignal,
): Promise<SetFigures> {
  const meter = new LoudnessMeter(sampleRate);
  const steps: number[] = [];
  const weighted = new WeightedSteps((meanSquare) => steps.push(meanSquare), sampleRate);
  for await (const block of decodeStream(path, { sampleRate, channels: 2, signal })) {
    const [left, right] = deinterleave(block);
    meter.process(left, right, left.length);
    weighted.process(left, right, left.length);
  }
  meter.finish();
  return { loudness: meter.read(), steps };
}

/** Loudness in LUFS of the three seconds from `step` on; fewer at the end of the set. */
function shortTermFrom(steps: readonly number[], step: number): number {
  const window = steps.slice(Math.max(0, step), Math.max(0, step) + SHORT_TERM_STEPS);
  return loudnessOf(window.reduce((sum, value) => sum + value, 0) / window.length);
}

/**
 * By how much the short-term loudness changes at a moment: the three seconds after it against those before it.
 * @param seconds since the start of the set
 */
export function shortTermJump(steps: readonly number[], seconds: number): number {
  const step = Math.round(seconds * STEPS_PER_SECOND);
  const [before, after] = [shortTermFrom(steps, step - SHORT_TERM_STEPS), shortTermFrom(steps, step)];
  return Math.min(before, after) > SILENT_LUFS ? Math.abs(after - before) : 0;
}
