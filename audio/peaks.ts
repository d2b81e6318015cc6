// The peaks of a stem for drawing: how they are gathered, and the file they are kept in.

/*
 * peaks.bin, all numbers little-endian:
 *   bytes 0-3   "IMPK"
 *   4-5   u16   version, 1
 *   6-7   u16   headroom bits h: 32767 stands for 2^h, so that stems above full scale keep their shape
 *   8-11  u32   sample rate
 *   12-15 u32   samples per point
 *   16-19 u32   length of the stem in samples
 *   20-23 u32   number of points, ceil(length / samples per point)
 *   24-   i16   per point: the lowest and the highest sample of both channels, x 32767 x 2^-h
 */

const SAMPLES_PER_POINT = 1024;

const MAGIC = 0x4b504d49;
const VERSION = 1;
const HEADER_BYTES = 24;
const FULL_SCALE = 32_767;

export interface Peaks {
  readonly sampleRate: number;
  readonly samplesPerPoint: number;
  readonly lengthSamples: number;
  /** Lowest and highest sample of each point over both channels; 1 is full scale. */
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** Gathers peaks from a stem that arrives in pieces of any length. */
export class PeakBuilder {
  readonly #min: number[] = [];
  readonly #max: number[] = [];
  #length = 0;
  #low = 0;
  #high = 0;
  readonly #sampleRate: number;
  readonly #samplesPerPoint;

  constructor(sampleRate: number, samplesPerPoint = SAMPLES_PER_POINT) {
    this.#sampleRate = sampleRate;
    this.#samplesPerPoint = samplesPerPoint;
  }

  /** Adds the next samples; `left` and `right` are equally long. */
  append(left: Float32Array, right: Float32Array): void {
    for (let i = 0; i < left.length; i++) {
      const [l, r] = [left[i]!, right[i]!];
      const isFirst = this.#length % this.#samplesPerPoint === 0;
      this.#low = isFirst ? Math.min(l, r) : Math.min(this.#low, l, r);
      this.#high = isFirst ? Math.max(l, r) : Math.max(this.#high, l, r);
      this.#length++;
      if (this.#length % this.#samplesPerPoint === 0) this.#closePoint();
    }
  }

  /** The peaks of everything so far; more may follow. */
  current(): Peaks {
    const isOpen = this.#length > this.#min.length * this.#samplesPerPoint;
    return {
      sampleRate: this.#sampleRate,
      samplesPerPoint: this.#samplesPerPoint,
      lengthSamples: this.#length,
      min: Float32Array.from(isOpen ? [...this.#min, this.#low] : this.#min),
      max: Float32Array.from(isOpen ? [...this.#max, this.#high] : this.#max),
    };
  }

  #closePoint(): void {
    this.#min.push(this.#low);
    this.#max.push(this.#high);
  }
}

function quantise(value: number, scale: number): number {
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE, Math.round(value * scale)));
}

/** Writes peaks.bin. `headroomBits` is 0 unless the stem exceeds full scale. */
export function encodePeaks(peaks: Peaks, headroomBits = 0): Uint8Array {
  const points = peaks.min.length;
  const bytes = new Uint8Array(HEADER_BYTES + points * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, headroomBits, true);
  view.setUint32(8, peaks.sampleRate, true);
  view.setUint32(12, peaks.samplesPerPoint, true);
  view.setUint32(16, peaks.lengthSamples, true);
  view.setUint32(20, points, true);
  const scale = FULL_SCALE * 2 ** -headroomBits;
  for (let point = 0; point < points; point++) {
    view.setInt16(HEADER_BYTES + 4 * point, quantise(peaks.min[point]!, scale), true);
    view.setInt16(HEADER_BYTES + 4 * point + 2, quantise(peaks.max[point]!, scale), true);
  }
  return bytes;
}

/**
 * Reads peaks.bin.
 * @throws RangeError when the bytes are no peaks, or not all of them
 */
export function decodePeaks(bytes: Uint8Array): Peaks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError('These bytes are no peaks.');
  }
  if (view.getUint16(4, true) !== VERSION) throw new RangeError('These peaks are of an unknown version.');
  const points = view.getUint32(20, true);
  if (bytes.length < HEADER_BYTES + points * 4) throw new RangeError('The peaks are cut off.');
  const unit = 2 ** view.getUint16(6, true) / FULL_SCALE;
  const read = (offset: number) =>
    Float32Array.from(
      { length: points },
      (_, i) => view.getInt16(HEADER_BYTES + 4 * i + offset, true) * unit,
    );
  return {
    sampleRate: view.getUint32(8, true),
    samplesPerPoint: view.getUint32(12, true),
    lengthSamples: view.getUint32(16, true),
    min: read(0),
    max: read(2),
  };
}

/**
 * Condenses peaks to at most `points` points, each the extremes of the points it covers.
 * Point i covers the old points from floor(i x old / points) to floor((i + 1) x old / points).
 */
export function condensePeaks(peaks: Peaks, points: number): Pick<Peaks, 'min' | 'max'> {
  const old = peaks.min.length;
  const count = Math.min(points, old);
  const edge = (i: number) => Math.floor((i * old) / count);
  const over = (values: Float32Array, pick: (a: number, b: number) => number) =>
    Float32Array.from({ length: count }, (_, i) => values.subarray(edge(i), edge(i + 1)).reduce(pick));
  return {
    min: over(peaks.min, (a, b) => Math.min(a, b)),
    max: over(peaks.max, (a, b) => Math.max(a, b)),
  };
}
