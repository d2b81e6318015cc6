// Mel-frequency cepstral coefficients: the timbre of every frame in a few numbers.
import type { RealFft } from '../fft';
import { powerToDb } from './decibels';
import { createFrameMatrix, type FrameMatrix, HOP } from './frames';
import { createMelBank, melSpectrogram } from './mel';

export const COEFFICIENTS = 20;

/** The first rows of the orthonormal cosine transform (type II) of `size` values. */
function cosineRows(rows: number, size: number): Float64Array {
  return Float64Array.from({ length: rows * size }, (_, at) => {
    const row = Math.floor(at / size);
    const scale = Math.sqrt((row === 0 ? 1 : 2) / size);
    return scale * Math.cos((Math.PI * row * ((at % size) + 0.5)) / size);
  });
}

/** The cosine transform of each frame of a mel spectrogram in dB, cut after the first `coefficients`. */
export function cepstrum(melDb: FrameMatrix, coefficients: number = COEFFICIENTS): FrameMatrix {
  const { frames, bands, values } = melDb;
  const rows = cosineRows(coefficients, bands);
  const result = createFrameMatrix(frames, coefficients);
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < coefficients; row++) {
      let sum = 0;
      for (let band = 0; band < bands; band++)
        sum += rows[row * bands + band]! * values[frame * bands + band]!;
      result.values[frame * coefficients + row] = sum;
    }
  }
  return result;
}

/** The MFCCs of every frame of a signal, from 128 mel bands in dB, at most 80 dB below the loudest. */
export function mfcc(
  fft: RealFft,
  signal: Float32Array,
  sampleRate: number,
  coefficients: number = COEFFICIENTS,
  hop: number = HOP,
): FrameMatrix {
  const mel = melSpectrogram(fft, signal, createMelBank({ sampleRate, fftSize: fft.size }), hop);
  powerToDb(mel.values);
  return cepstrum(mel, coefficients);
}
