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
   * @param outs as many as channels, of `length` samples or more
   */
  read(
    channels: readonly Int16Array[],
    passage: Passage,
    length: number,
    outs: readonly Float32Array[],
  ): void {
    const { begin, end, from, speed } = passage;
    for (const [i, channel] of channels.entries()) {
      const out = outs[i]!;
      if (speed !== 1 || !Number.isInteger(from)) this.#interpolate(channel, passage, length, out);
      else for (let at = 0; at < length; at++) out[at] = channel[mirror(from + at, begin, end)]!;
    }
  }

  #interpolate(
    channel: Int16Array,
    { begin, end, from, speed }: Passage,
    length: number,
    out: Float32Array,
  ): void {
    const { reach, weights } = this.#tableFor(speed);
    const taps = 2 * reach;
    for (let i = 0; i < length; i++) {
      const position = from + i * speed;
      const whole = Math.floor(position);
      const row = Math.round((position - whole) * PHASES) * taps;
      const first = whole - reach + 1;
      let sum = 0;
      if (first >= begin && first + taps <= end) {
        for (let tap = 0; tap < taps; tap++) sum += channel[first + tap]! * weights[row + tap]!;
      } else {
        for (let tap = 0; tap < taps; tap++) {
          sum += channel[mirror(first + tap, begin, end)]! * weights[row + tap]!;
        }
      }
      out[i] = sum;
    }
  }
}
