// The K-weighting of ITU-R BS.1770: a head's high shelf and a high-pass, for any sample rate.
import { type BiquadCoefficients, STATE_FLOOR } from '../filter/biquad';

/*
 * The recommendation prints coefficients for 48 kHz alone. These are the analogue values behind them, so that the
 * bilinear transform gives exactly the printed filters at 48 kHz and the same curve at every other rate.
 */
const SHELF = {
  hz: 1681.974450955533,
  q: 0.7071752369554196,
  gainDb: 3.999843853973347,
  slope: 0.4996667741545416,
};
const HIGH_PASS = { hz: 38.13547087602444, q: 0.5003270373238773 };

/** The two sections in the order they are applied. */
export function kWeighting(sampleRate: number): readonly [BiquadCoefficients, BiquadCoefficients] {
  return [shelfSection(sampleRate), highPassSection(sampleRate)];
}

function shelfSection(sampleRate: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * SHELF.hz) / sampleRate);
  const high = 10 ** (SHELF.gainDb / 20);
  const band = high ** SHELF.slope;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + (band * k) / SHELF.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / SHELF.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

function highPassSection(sampleRate: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * HIGH_PASS.hz) / sampleRate);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  // The recommendation leaves this numerator at 1, -2, 1: the -0.691 of the loudness formula counts on it.
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / HIGH_PASS.q + k * k) / a0 };
}

/** One channel's memory of both sections. */
const STATES = 4;

/** Adds up the K-weighted energy of two channels. Never allocates after it is made. */
export class KWeightedEnergy {
  /** Apart for each channel, so that the sums do not depend on how the audio is cut into blocks. */
  readonly #energies = new Float64Array(2);
  readonly #memory = new Float64Array(2 * STATES);
  readonly #shelf: BiquadCoefficients;
  readonly #highPass: BiquadCoefficients;

  constructor(sampleRate: number) {
    [this.#shelf, this.#highPass] = kWeighting(sampleRate);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#memory.fill(0);
    this.#energies.fill(0);
  }

  /** The sum of squares of both channels since the last call. */
  take(): number {
    const energy = this.#energies[0]! + this.#energies[1]!;
    this.#energies.fill(0);
    return energy;
  }

  /** Takes the samples `from` up to `to` of a block. */
  add(left: Float32Array | Float64Array, right: Float32Array | Float64Array, from: number, to: number): void {
    this.#addChannel(left, 0, from, to);
    this.#addChannel(right, 1, from, to);
  }

  #addChannel(samples: Float32Array | Float64Array, channel: number, from: number, to: number): void {
    const memory = this.#memory;
    const energies = this.#energies;
    const shelf = this.#shelf;
    const highPass = this.#highPass;
    const at = channel * STATES;
    const { b0, b1, b2, a1, a2 } = shelf;
    const { a1: c1, a2: c2 } = highPass;
    let energy = energies[channel]!;
    let s1 = memory[at]!;
    let s2 = memory[at + 1]!;
    let t1 = memory[at + 2]!;
    let t2 = memory[at + 3]!;
    for (let i = from; i < to; i++) {
      const x = samples[i]!;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = t2 - 2 * y - c1 * z;
      t2 = y - c2 * z;
      energy += z * z;
    }
    memory[at] = Math.abs(s1) < STATE_FLOOR ? 0 : s1;
    memory[at + 1] = Math.abs(s2) < STATE_FLOOR ? 0 : s2;
    memory[at + 2] = Math.abs(t1) < STATE_FLOOR ? 0 : t1;
    memory[at + 3] = Math.abs(t2) < STATE_FLOOR ? 0 : t2;
    energies[channel] = energy;
  }
}
