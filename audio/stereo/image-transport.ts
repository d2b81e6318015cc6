// The mixing of two channels that gives them another stereo image and changes them least.

/** A symmetric 2 x 2 matrix: [[a, b], [b, d]]. */
export interface Symmetric {
  readonly a: number;
  readonly b: number;
  readonly d: number;
}

const IDENTITY: Symmetric = { a: 1, b: 0, d: 1 };
/** What a channel lacks cannot be drawn from noise this far below the other: 50 dB. */
const LEAST_RATIO = 1e-5;
/** Band powers below this are silence, some 150 dB below full scale. */
const SILENCE = 1e-9;
/** Nothing is raised by more than 12 dB. */
const MOST_GAIN = 4;

/** The positive square root of a matrix without negative eigenvalues. */
function rootOf({ a, b, d }: Symmetric): Symmetric {
  const root = Math.sqrt(Math.max(0, a * d - b * b));
  const scale = Math.sqrt(a + d + 2 * root);
  return scale === 0 ? { a: 0, b: 0, d: 0 } : { a: (a + root) / scale, b: b / scale, d: (d + root) / scale };
}

/** outer * inner * outer, which is symmetric again. */
function sandwich(outer: Symmetric, inner: Symmetric): Symmetric {
  const [p, q] = [outer.a * inner.a + outer.b * inner.b, outer.a * inner.b + outer.b * inner.d];
  const [r, s] = [outer.b * inner.a + outer.d * inner.b, outer.b * inner.b + outer.d * inner.d];
  return {
    a: p * outer.a + q * outer.b,
    b: p * outer.b + q * outer.d,
    d: r * outer.b + s * outer.d,
  };
}

/** Turns the gain down as a whole where its greatest is above the limit. */
function limited({ a, b, d }: Symmetric): Symmetric {
  const greatest = (a + d) / 2 + Math.hypot((a - d) / 2, b);
  const scale = Math.min(1, MOST_GAIN / Math.max(greatest, SILENCE));
  return scale === 1 ? { a, b, d } : { a: scale * a, b: scale * b, d: scale * d };
}

/**
 * The symmetric mixing T with T `from` T = `to`: of all that give the channels the image `to`, the one that moves
 * them least (optimal transport between two normal distributions).
 * @param from powers of both channels (a, d) and their product (b), as they are
 * @param to the same as they should be
 */
export function transport(from: Symmetric, to: Symmetric): Symmetric {
  if (from.a + from.d < SILENCE) return IDENTITY;
  const ridge = LEAST_RATIO * (from.a + from.d);
  const root = rootOf({ a: from.a + ridge, b: from.b, d: from.d + ridge });
  const determinant = root.a * root.d - root.b * root.b;
  const inverse = { a: root.d / determinant, b: -root.b / determinant, d: root.a / determinant };
  return limited(sandwich(inverse, rootOf(sandwich(root, to))));
}
