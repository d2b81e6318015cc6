// Four figures that measure how well a restyled stem keeps the music and takes on the timbre.
import { chromagram, PITCH_CLASSES } from '../analysis/chroma';
import { FRAME_LENGTH, type FrameMatrix, HOP } from '../analysis/frames';
import { COEFFICIENTS, mfcc } from '../analysis/mfcc';
import { detectOnsets } from '../analysis/onsets';
import { rms } from '../analysis/rms';
import { createRealFft, type RealFft } from '../fft';

/** Onsets this near to each other are the same. */
const ONSET_TOLERANCE_S = 0.05;
/** Frames of the stem this far below its loudest are silent and have no harmony. */
const SILENCE = 1e-3;

/** Resynthesis against the stem that it plays, and against the style sound that it is played with. */
export interface QualityFigures {
  /** F measure of the onsets, matched one to one within 50 ms: 0..1. */
  readonly onsetF: number;
  /** Mean cosine of the 12-bin chroma over the frames in which the stem sounds: 0..1. */
  readonly chroma: number;
  /** Pearson correlation of the RMS envelopes (frames of 2048, hop 512): -1..1. */
  readonly envelope: number;
  /** Euclidean distance between the mean MFCCs (20 coefficients of 128 mel bands in dB). */
  readonly mfccToStyle: number;
  readonly mfccToSource: number;
}

/** The F measure of two ordered lists of onset times, in seconds. Two empty lists agree. */
export function onsetF(reference: readonly number[], estimate: readonly number[]): number {
  if (reference.length + estimate.length === 0) return 1;
  let [i, j, matched] = [0, 0, 0];
  while (i < reference.length && j < estimate.length) {
    const difference = estimate[j]! - reference[i]!;
    if (Math.abs(difference) <= ONSET_TOLERANCE_S) {
      matched += 1;
      i += 1;
      j += 1;
    } else if (difference > 0) i += 1;
    else j += 1;
  }
  return (2 * matched) / (reference.length + estimate.length);
}

/** Pearson's correlation over the shorter length; two constant curves agree, a constant and a moving one do not. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const count = Math.min(a.length, b.length);
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < count; i++) {
    sumA += a[i]!;
    sumB += b[i]!;
  }
  const [meanA, meanB] = [sumA / count, sumB / count];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  const still = 1e-12 * count;
  if (aa < still && bb < still) return 1;
  return aa < still || bb < still ? 0 : ab / Math.sqrt(aa * bb);
}

/** Mean cosine of two chromagrams over the frames in which `levels` says that the first one sounds. */
function chromaSimilarity(a: FrameMatrix, b: FrameMatrix, levels: Float32Array): number {
  const loudest = levels.reduce((max, level) => Math.max(max, level), 0);
  let [sum, count] = [0, 0];
  for (let frame = 0; frame < Math.min(a.frames, b.frames); frame++) {
    if (levels[frame]! <= SILENCE * loudest) continue;
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = frame * PITCH_CLASSES; i < (frame + 1) * PITCH_CLASSES; i++) {
      ab += a.values[i]! * b.values[i]!;
      aa += a.values[i]! ** 2;
      bb += b.values[i]! ** 2;
    }
    count += 1;
    if (aa > 0 && bb > 0) sum += ab / Math.sqrt(aa * bb);
  }
  return count > 0 ? sum / count : 1;
}

function meanCepstrum(fft: RealFft, signal: Float32Array, rate: number): Float64Array {
  const { frames, values } = mfcc(fft, signal, rate, COEFFICIENTS);
  const mean = new Float64Array(COEFFICIENTS);
  for (const [i, value] of values.entries()) mean[i % COEFFICIENTS]! += value / frames;
  return mean;
}

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.hypot(...a.subarray(1).map((value, i) => value - b[i + 1]!));

/** Measures a restyled stem; all three sounds are mono and of the same rate. */
export async function measureQuality(
  source: Float32Array,
  result: Float32Array,
  style: Float32Array,
  rate: number,
): Promise<QualityFigures> {
  const fft = await createRealFft(FRAME_LENGTH);
  try {
    const onsets = [source, result].map((signal) =>
      detectOnsets(fft, signal, rate).map((frame) => (frame * HOP) / rate),
    );
    const levels = [rms(source), rms(result)] as const;
    const cepstrum = meanCepstrum(fft, result, rate);
    return {
      onsetF: onsetF(onsets[0]!, onsets[1]!),
      chroma: chromaSimilarity(chromagram(fft, source, rate), chromagram(fft, result, rate), levels[0]),
      envelope: correlation(levels[0], levels[1]),
      mfccToStyle: distance(cepstrum, meanCepstrum(fft, style, rate)),
      mfccToSource: distance(cepstrum, meanCepstrum(fft, source, rate)),
    };
  } finally {
    fft.dispose();
  }
}
