// Measures how loud each of two tracks is in a mix of both, within a range of frequencies.
import { bandPower } from './band-power';
import { type PathPoint, sourceOnPath } from './track-path';

/** The part of the tracks that is audible around one moment of the set, as power in the band. */
export interface PairLevel {
  readonly at: number;
  /** Of each track as it sounds in the set. */
  readonly first: number;
  readonly second: number;
  /** Of the set. */
  readonly sum: number;
  /** Of each track as it is recorded. */
  readonly firstOriginal: number;
  readonly secondOriginal: number;
}

interface Mono {
  readonly signal: Float32Array;
  readonly sampleRate: number;
}

export interface PairGainRequest {
  readonly set: Mono;
  readonly first: Mono;
  readonly second: Mono;
  readonly firstPath: readonly PathPoint[];
  readonly secondPath: readonly PathPoint[];
  readonly lowHz: number;
  readonly highHz: number;
  /** How many times as high as recorded each track sounds in the set. */
  readonly firstPitch: number;
  readonly secondPitch: number;
  /** Seconds of the set around which is measured, each over `window` seconds. */
  readonly moments: readonly number[];
  readonly window: number;
}

const FFT_SIZE = 8192;
const HOP = 1024;

/** Power per bin of the range and frame, of a passage that sounds `pitch` times as high where it is compared. */
async function spectra(
  { signal, sampleRate }: Mono,
  from: number,
  to: number,
  { lowHz, highHz }: PairGainRequest,
  pitch: number,
) {
  const width = Math.max(sampleRate / FFT_SIZE, (highHz - lowHz) / 24);
  const count = Math.floor((highHz - lowHz) / width) + 1;
  const edges = Array.from({ length: count }, (_, i) => (lowHz + i * width) / pitch);
  const [first, end] = [Math.round(from * sampleRate), Math.round(to * sampleRate)];
  const part = new Float32Array(end - first);
  const held = signal.subarray(Math.max(0, first), Math.max(0, end));
  const before = Math.min(part.length, Math.max(0, -first));
  part.set(held.subarray(0, part.length - before), before);
  return bandPower(part, { fftSize: FFT_SIZE, hop: HOP, edges, sampleRate });
}

const meanOf = (values: Float32Array, frames: number): number =>
  values.reduce((sum, value) => sum + value, 0) / frames;

/** Both tracks have to leave this much less unexplained than the better one alone: kicks are often alike. */
const MIN_IMPROVEMENT = 0.3;

/** Gains of power, 0 or more, with which `a` and `b` come closest to `sum`; one alone where that is enough. */
function leastSquares(a: Float32Array, b: Float32Array, sum: Float32Array): [number, number] {
  let [aa, bb, ss, ab, as, bs] = [1e-20, 1e-20, 0, 0, 0, 0];
  const n = Math.min(a.length, b.length, sum.length);
  for (let i = 0; i < n; i++) {
    // Square roots, so that one loud note does not outweigh all others.
    const weight = 1 / (Math.sqrt(a[i]! + b[i]! + sum[i]!) + 1e-9);
    const [x, y, z] = [a[i]! * weight, b[i]! * weight, sum[i]! * weight];
    aa += x * x;
    bb += y * y;
    ss += z * z;
    ab += x * y;
    as += x * z;
    bs += y * z;
  }
  const [onlyFirst, onlySecond] = [Math.max(0, as / aa), Math.max(0, bs / bb)];
  const single: [number, number] = onlyFirst * as > onlySecond * bs ? [onlyFirst, 0] : [0, onlySecond];
  const determinant = aa * bb - ab * ab;
  const [first, second] = [(as * bb - bs * ab) / determinant, (bs * aa - as * ab) / determinant];
  if (!(first > 0 && second > 0)) return single;
  const [leftByOne, leftByBoth] = [
    ss - Math.max(onlyFirst * as, onlySecond * bs),
    ss - first * as - second * bs,
  ];
  return leftByBoth < (1 - MIN_IMPROVEMENT) * leftByOne ? [first, second] : single;
}

/** Measures both tracks at every moment. */
export async function pairLevels(request: PairGainRequest): Promise<PairLevel[]> {
  const { set, first, second, firstPath, secondPath, firstPitch, secondPitch, moments, window } = request;
  const levels: PairLevel[] = [];
  for (const at of moments) {
    const around = (mono: Mono, middle: number, pitch: number) =>
      spectra(mono, middle - window / 2, middle + window / 2, request, pitch);
    const [sum, a, b] = [
      await around(set, at, 1),
      await around(first, sourceOnPath(firstPath, at), firstPitch),
      await around(second, sourceOnPath(secondPath, at), secondPitch),
    ];
    const [gainA, gainB] = leastSquares(a.values, b.values, sum.values);
    const [firstOriginal, secondOriginal] = [meanOf(a.values, a.frames), meanOf(b.values, b.frames)];
    levels.push({
      at,
      first: gainA * firstOriginal,
      second: gainB * secondOriginal,
      sum: meanOf(sum.values, sum.frames),
      firstOriginal,
      secondOriginal,
    });
  }
  return levels;
}
