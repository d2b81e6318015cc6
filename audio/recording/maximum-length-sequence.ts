// Maximum-length sequences: noise whose correlation with itself is one sharp peak, to measure a delay with.

/** For each order, the taps of a shift register that runs through all its states but zero. */
const TAPS: Readonly<Record<number, readonly [number, number]>> = { 9: [9, 5], 10: [10, 7], 11: [11, 9] };

/**
 * The sequence of a shift register, each value 1 or -1.
 * @param order 9 to 11; the sequence has 2^order - 1 values
 * @throws RangeError for other orders
 */
export function maximumLengthSequence(order: number): Float32Array<ArrayBuffer> {
  const taps = TAPS[order];
  if (!taps) throw new RangeError(`No maximum-length sequence of order ${order} is known here.`);
  const [first, second] = taps;
  const values = new Float32Array(2 ** order - 1);
  let register = 1;
  for (let i = 0; i < values.length; i++) {
    values[i] = register & 1 ? 1 : -1;
    const bit = ((register >> (order - first)) ^ (register >> (order - second))) & 1;
    register = (register >> 1) | (bit << (order - 1));
  }
  return values;
}
