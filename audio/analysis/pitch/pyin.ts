// Pitch tracking by probabilistic YIN (Mauch and Dixon 2014): one pitch, or none, for every frame.
import type { RealFft } from '../../fft';
import { countFrames, FRAME_LENGTH, HOP, usableSignal } from '../frames';
import { PitchCandidates } from './pitch-candidates';
import { binFrequency, HIGHEST_HZ, LOWEST_HZ } from './pitch-grid';
import { PitchPath } from './pitch-path';
import { reachOfHop } from './transition-model';
import { PITCH_FFT_SIZE, YinDifference } from './yin-difference';

/** The pitch of a signal; frame `f` is around sample `f * hop`. */
export interface PitchTrack {
  readonly hop: number;
  /** Hz from C1 to C7 in tenths of a semitone, 0 where there is no pitch. */
  readonly f0Hz: Float64Array;
  /** From 0 to 1: how likely it is that the frame has a pitch, whatever the path says. */
  readonly voicedProbability: Float64Array;
}

/** Shortest and longest period, in samples. */
function periodRange(sampleRate: number): readonly [shortest: number, longest: number] {
  const longest = Math.ceil(sampleRate / LOWEST_HZ);
  if (sampleRate < 2 * HIGHEST_HZ || longest >= FRAME_LENGTH) {
    throw new RangeError(`Pitch cannot be tracked at a sample rate of ${sampleRate} Hz.`);
  }
  return [Math.floor(sampleRate / HIGHEST_HZ), longest];
}

/**
 * Tracks the pitch of a monophonic signal.
 * @param fft a transform of {@link PITCH_FFT_SIZE}; its buffers are used
 * @param signal mono samples; what is no number counts as silence
 * @param sampleRate in Hz; two periods of the lowest pitch about fill a frame at 44.1 kHz
 * @throws RangeError when the transform has another size, or the rate is below 4186 Hz or above 66,900 Hz
 */
export function trackPitch(fft: RealFft, signal: Float32Array, sampleRate: number): PitchTrack {
  if (fft.size !== PITCH_FFT_SIZE) throw new RangeError(`The transform must have ${PITCH_FFT_SIZE} points.`);
  const [shortest, longest] = periodRange(sampleRate);
  const usable = usableSignal(signal);
  const frames = countFrames(usable.length);
  const difference = new YinDifference(fft, shortest, longest);
  const candidates = new PitchCandidates(sampleRate, shortest, longest - shortest + 1);
  const path = new PitchPath(frames, reachOfHop(HOP, sampleRate));
  const voicedProbability = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const voicing = candidates.read(difference.compute(usable, frame * HOP - FRAME_LENGTH / 2));
    voicedProbability[frame] = voicing;
    path.append(candidates.probabilities, voicing);
  }
  const f0Hz = Float64Array.from(path.finish(), (bin) => (bin < 0 ? 0 : binFrequency(bin)));
  return { hop: HOP, f0Hz, voicedProbability };
}
