// Reads a recording at another speed: band-limited interpolation by windowed sinc functions.

/** Zero crossings of the sinc on each side. */
const REACH = 8;
/** Positions between two samples for which the function is tabled; the nearest is taken, which errs by -70 dB at 15 kHz. */
const PHASES = 2048;
/** Cut-off frequencies are tabled at this many steps per octave of speed. */
const STEPS_PER_OCTAVE = 4;
const BLACKMAN = [0.42, 0.5, 0.08] as const;

interface SincTable {
  /** Samples on each side of the position. */
  readonly reach: number;
  /** For each phase, the 2 * reach weights from the earliest sample on. */
  readonly weights: Float32Array;
}

function buildTable(cutoff: number): SincTable {
  const reach = Math.ceil(REACH / cutoff);
  const taps = 2 * reach;
  const weights = new Float32Array((PHASES + 1) * taps);
  for (let phase = 0; phase <= PHASES; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const x = tap - reach + 1 - phase / PHASES;
      const turn = (Math.PI * x) / reach;
      const window =
        Math.abs(x) >= reach
          ? 0
          : BLACKMAN[0] + BLACKMAN[1] * Math.cos(turn) + BLACKMAN[2] * Math.cos(2 * turn);
      const argument = Math.PI * cutoff * x;
      weights[phase * taps + tap] = cutoff * window * (x === 0 ? 1 : Math.sin(argument) / argument);
    }
  }
  return { reach, weights };
}

/** Where in a recording to read, and how fast. */
export interface Passage {
  /** The first sample that may be read. */
  readonly begin: number;
  /** One past the last that may be read; beyond both ends the sound is mirrored. */
  readonly end: number;
  /** Where reading starts, a sample position with fraction. */
  readonly from: number;
  /** Samples of the recording per sample of the result: 2 is an octave up. */
  readonly speed: number;
}

function mirror(index: number, begin: number, end: number): number {
  const length = end - begin;
  if (length <= 1) return begin;
  const period = 2 * length;
  const folded = (((index - begin) % period) + period) % period;
  return begin + (folded < length ? folded : period - 1 - folded);
}

/** Transposes passages of 16-bit recordings. */
export class Transposer {
  readonly #tables = new Map<number, SincTable>();

  #tableFor(speed: number): SincTable {
    const step = Math.max(0, Math.ceil(Math.log2(speed) * STEPS_PER_OCTAVE - 1e-6));
    let table = this.#tables.get(step);
    if (!table) {
      // A little under the limit, so that the slope of the filter does not fold back.
      table = buildTable(0.96 * 2 ** (-step / STEPS_PER_OCTAVE));
      this.#tables.set(step, table);
    }
    return table;
  }

  /**
   * Writes the first `length` samples of the passage of every channel, on the scale of the recording.
   * @param channels one or two
   * @param outs as many, of `length` samples or more
   */
  read(
    channels: readonly Int16Array[],
    passage: Passage,
    length: number,
    outs: readonly Float32Array[],
  ): void {
    const { begin, end, from, speed } = passage;
    const [left, right] = [channels[0]!, channels[1] ?? channels[0]!];
    const [outLeft, outRight] = [outs[0]!, outs[1] ?? outs[0]!];
    if (speed === 1 && Number.isInteger(from)) {
      for (let i = 0; i < length; i++) {
        const at = mirror(from + i, begin, end);
        outRight[i] = right[at]!;
        outLeft[i] = left[at]!;
      }
      return;
    }
    this.#interpolate([left, right, outLeft, outRight], passage, length);
  }

  #interpolate(
    [left, right, outLeft, outRight]: readonly [Int16Array, Int16Array, Float32Array, Float32Array],
    { begin, end, from, speed }: Passage,
    length: number,
  ): void {
    const { reach, weights } = this.#tableFor(speed);
    const taps = 2 * reach;
    for (let i = 0; i < length; i++) {
      const position = from + i * speed;
      const whole = Math.floor(position);
      const row = Math.round((position - whole) * PHASES) * taps;
      const first = whole - reach + 1;
      const isInside = first >= begin && first + taps <= end;
      let [sumLeft, sumRight] = [0, 0];
      for (let tap = 0; tap < taps; tap++) {
        const at = isInside ? first + tap : mirror(first + tap, begin, end);
        const weight = weights[row + tap]!;
        sumLeft += left[at]! * weight;
        sumRight += right[at]! * weight;
      }
      outRight[i] = sumRight;
      outLeft[i] = sumLeft;
    }
  }
}
