// Splits a signal at its silences.
import { type Samples, samples } from '../units';
import { MIN_POWER } from './decibels';
import { HOP } from './frames';
import { meanSquares } from './rms';

/** A stretch of sound: from `start` on, up to but not including `end`. */
export interface Interval {
  readonly start: Samples;
  readonly end: Samples;
}

function maximumOf(values: Float32Array): number {
  let maximum = 0;
  for (const value of values) if (value > maximum) maximum = value;
  return maximum;
}

/** Joins neighbouring frames that sound to intervals of samples, the last one ending with the signal. */
function joinFrames(sounds: readonly boolean[], lengthSamples: number): Interval[] {
  const intervals: Interval[] = [];
  let begin = -1;
  for (let frame = 0; frame <= sounds.length; frame++) {
    if (sounds[frame] && begin < 0) begin = frame;
    else if (!sounds[frame] && begin >= 0) {
      const end = Math.min(frame * HOP, lengthSamples);
      const start = Math.min(begin * HOP, lengthSamples);
      if (end > start) intervals.push({ start: samples(start), end: samples(end) });
      begin = -1;
    }
  }
  return intervals;
}

/**
 * The stretches of a signal that are not silent, in order; frames count as silent when their level is `topDb` or
 * more below that of the loudest. A signal that never exceeds -100 dBFS has none.
 */
export function splitAtSilence(signal: Float32Array, topDb = 20): Interval[] {
  const power = meanSquares(signal);
  const loudest = maximumOf(power);
  if (loudest <= MIN_POWER) return [];
  const reference = 10 * Math.log10(loudest);
  const sounds = Array.from(
    power,
    (value) => 10 * Math.log10(Math.max(MIN_POWER, value)) - reference > -topDb,
  );
  return joinFrames(sounds, signal.length);
}
