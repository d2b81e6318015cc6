// Describes every frame of a style recording.
import { chromagram } from '../analysis/chroma';
import { FRAME_LENGTH } from '../analysis/frames';
import { mfcc } from '../analysis/mfcc';
import { trackPitch } from '../analysis/pitch/pyin';
import { PITCH_FFT_SIZE } from '../analysis/pitch/yin-difference';
import { rms } from '../analysis/rms';
import { spectralShape } from '../analysis/spectral-shape';
import { createRealFft } from '../fft';
import type { FrameTable } from './grain';

const QUIETEST_DB = -120;

/** RMS level of every frame in dB re full scale. */
export function frameLevels(signal: Float32Array): Float32Array {
  return rms(signal).map((level) => Math.max(QUIETEST_DB, 20 * Math.log10(level)));
}

/** Every descriptor of every frame of a mono signal. */
export async function describeFrames(signal: Float32Array, sampleRate: number): Promise<FrameTable> {
  const [fft, pitchFft] = [await createRealFft(FRAME_LENGTH), await createRealFft(PITCH_FFT_SIZE)];
  try {
    const levelDb = frameLevels(signal);
    const { f0Hz, voicedProbability } = trackPitch(pitchFft, signal, sampleRate);
    return {
      frames: levelDb.length,
      levelDb,
      pitchHz: Float32Array.from(f0Hz),
      periodicity: Float32Array.from(voicedProbability),
      ...spectralShape(fft, signal, sampleRate),
      chroma: chromagram(fft, signal, sampleRate, 0),
      mfcc: mfcc(fft, signal, sampleRate),
    };
  } finally {
    fft.dispose();
    pitchFft.dispose();
  }
}
