// The stereo image of a spectrum: power of both channels and what they share, in overlapping bands.

/** Narrow enough that a third of an octave contains three, and never narrower than two bins. */
const BANDS_PER_OCTAVE = 9;
const MIN_BINS = 2;
/** Below the lowest note of a bass, a fifth deeper in another key. */
const LOWEST_HZ = 25;

/** Per band: power of the left channel, product of both, power of the right one. */
export const IMAGE_FIELDS = 3;

/** Centres of the bands in Hz, for frames whose bins are `binHz` apart. */
export function bandCentres(binHz: number, nyquistHz: number): Float64Array {
  const centres: number[] = [];
  for (let hz = LOWEST_HZ; hz < nyquistHz; ) {
    centres.push(hz);
    hz = Math.max(hz * 2 ** (1 / BANDS_PER_OCTAVE), hz + MIN_BINS * binHz);
  }
  return Float64Array.from(centres);
}

/** Between which two centres each bin lies: bands are triangles that add up to one. */
export interface BinPlaces {
  /** Index of the centre below, at most the last but one. */
  readonly below: Uint16Array;
  /** The share that belongs to the centre above. */
  readonly above: Float64Array;
}

/** Places the bins of a transform whose bins are `binHz` apart among `centres`. */
export function placeBins(centres: Float64Array, bins: number, binHz: number): BinPlaces {
  const [below, above] = [new Uint16Array(bins), new Float64Array(bins)];
  let band = 0;
  for (let bin = 0; bin < bins; bin++) {
    const hz = bin * binHz;
    while (band < centres.length - 2 && centres[band + 1]! <= hz) band++;
    below[bin] = band;
    above[bin] = Math.max(0, Math.min(1, (hz - centres[band]!) / (centres[band + 1]! - centres[band]!)));
  }
  return { below, above };
}

/**
 * Measures the image of two spectra, packed as RealFft gives them, into IMAGE_FIELDS numbers per band. The product is
 * the real part: it decides the power of sum and difference.
 */
export function measureImage(
  left: Float32Array,
  right: Float32Array,
  { below, above }: BinPlaces,
  scale: number,
  image: Float64Array,
): void {
  image.fill(0);
  for (let bin = 1; bin < left.length / 2; bin++) {
    const [a, b] = [left[2 * bin]!, left[2 * bin + 1]!];
    const [c, d] = [right[2 * bin]!, right[2 * bin + 1]!];
    const at = IMAGE_FIELDS * below[bin]!;
    const upper = scale * above[bin]!;
    const lower = scale - upper;
    const [powerLeft, product, powerRight] = [a * a + b * b, a * c + b * d, c * c + d * d];
    image[at]! += lower * powerLeft;
    image[at + 1]! += lower * product;
    image[at + 2]! += lower * powerRight;
    image[at + 3]! += upper * powerLeft;
    image[at + 4]! += upper * product;
    image[at + 5]! += upper * powerRight;
  }
}
