// The mixing of two channels that gives them another stereo image and changes them least.

/** What a channel lacks cannot be drawn from noise this far below the other: 50 dB. */
const MIN_RATIO = 1e-5;
/** Fields of a symmetric 2 x 2 matrix [[a, b], [b, d]], in the order a, b, d. */
const FIELDS = 3;

/** Writes the positive square root of a matrix without negative eigenvalues. */
function writeRoot(a: number, b: number, d: number, root: Float64Array): void {
  const determinant = Math.sqrt(Math.max(0, a * d - b * b));
  const scale = Math.sqrt(a + d + 2 * determinant);
  root[0] = scale === 0 ? 0 : (a + determinant) / scale;
  root[1] = scale === 0 ? 0 : b / scale;
  root[2] = scale === 0 ? 0 : (d + determinant) / scale;
}

/** Writes outer * inner * outer, which is symmetric again. */
function writeSandwich(outer: Float64Array, a: number, b: number, d: number, product: Float64Array): void {
  const oa = outer[0]!;
  const ob = outer[1]!;
  const od = outer[2]!;
  const p = oa * a + ob * b;
  const q = oa * b + ob * d;
  const r = ob * a + od * b;
  const s = ob * b + od * d;
  product[0] = p * oa + q * ob;
  product[1] = p * ob + q * od;
  product[2] = r * ob + s * od;
}

/**
 * Nothing is raised by more than 12 dB, and the mixing is turned down as a whole: with key -5 a stretcher loses up to 8 dB of
 * a bass line.
 */
const MAX_GAIN = 4;

/** Allocates nothing after it is made: it is used on the audio thread as well. */
export class ImageTransport {
  readonly #root = new Float64Array(FIELDS);
  readonly #inverse = new Float64Array(FIELDS);
  readonly #inner = new Float64Array(FIELDS);

  /**
   * Writes the symmetric mixing T with T `from` T = `to`: of all that give the channels the image `to`, the one that
   * moves them least (optimal transport between two normal distributions). Images are power of the left channel,
   * product of both, power of the right one; T is [[a, b], [b, d]] in the order a, b, d.
   * @param from three fields from `fromAt` on; not silent
   * @param to three fields from `toAt` on
   * @param mixing where T is written, from `at` on
   */
  write(
    from: Float64Array,
    fromAt: number,
    to: Float64Array,
    toAt: number,
    mixing: Float64Array,
    at: number,
  ): void {
    const root = this.#root;
    const inverse = this.#inverse;
    const inner = this.#inner;
    const ridge = MIN_RATIO * (from[fromAt]! + from[fromAt + 2]!);
    writeRoot(from[fromAt]! + ridge, from[fromAt + 1]!, from[fromAt + 2]! + ridge, root);
    const determinant = root[0]! * root[2]! - root[1]! * root[1]!;
    inverse[0] = root[2]! / determinant;
    inverse[1] = -root[1]! / determinant;
    inverse[2] = root[0]! / determinant;
    writeSandwich(root, to[toAt]!, to[toAt + 1]!, to[toAt + 2]!, inner);
    writeRoot(inner[0]!, inner[1]!, inner[2]!, root);
    writeSandwich(inverse, root[0]!, root[1]!, root[2]!, inner);
    const a = inner[0]!;
    const b = inner[1]!;
    const d = inner[2]!;
    const greatest = (a + d) / 2 + Math.hypot((a - d) / 2, b);
    const scale = greatest > MAX_GAIN ? MAX_GAIN / greatest : 1;
    mixing[at] = scale * a;
    mixing[at + 1] = scale * b;
    mixing[at + 2] = scale * d;
  }
}
