// The function that Kaiser's window is made of.

/** Modified Bessel function of the first kind, order zero. */
export function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
