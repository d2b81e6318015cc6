import { type HalfBand, halfBandDelay, sideWeights, symmetricSums } from './half-band';

/**
 * Sends audio through a curve at twice its rate: a doubler and a halver in one, between which the samples that are sums
 * and those that are copies need not be put in order. Never allocates after it is made.
 */
export class DoubleRateShaper {
  readonly #weightsUp: Float64Array;
  readonly #weightsDown: Float64Array;
  readonly #history: Float64Array;
  readonly #sums: Float64Array;
  readonly #summed: Float64Array;
  readonly #copied: Float64Array;
  readonly #up: HalfBand;
  readonly #down: HalfBand;
  readonly #curve: (x: number) => number;

  /** @param longest the most frames that one call brings */
  constructor(up: HalfBand, down: HalfBand, curve: (x: number) => number, longest: number) {
    this.#up = up;
    this.#down = down;
    this.#curve = curve;
    this.#weightsUp = sideWeights(up).map((weight) => 2 * weight);
    this.#weightsDown = sideWeights(down);
    this.#history = new Float64Array(halfBandDelay(up) + longest);
    this.#sums = new Float64Array(longest);
    this.#summed = new Float64Array(halfBandDelay(down) + longest);
    this.#copied = new Float64Array(down.pairs + longest);
  }

  reset(): void {
    this.#history.fill(0);
    this.#summed.fill(0);
    this.#copied.fill(0);
  }

  /** Bends the first `frames` samples in place. */
  process(block: Float64Array, frames: number): void {
    const history = this.#history;
    const sums = this.#sums;
    const summed = this.#summed;
    const copied = this.#copied;
    const up = this.#up;
    const down = this.#down;
    const curve = this.#curve;
    const pastUp = halfBandDelay(up);
    const pastDown = halfBandDelay(down);
    for (let i = 0; i < frames; i++) history[pastUp + i] = block[i]!;
    symmetricSums(history, frames, up.pairs, this.#weightsUp, sums);
    for (let i = 0; i < frames; i++) {
      summed[pastDown + i] = curve(sums[i]!);
      copied[down.pairs + i] = curve(history[up.pairs + i]!);
    }
    symmetricSums(summed, frames, down.pairs, this.#weightsDown, block);
    for (let i = 0; i < frames; i++) block[i]! += copied[i]! / 2;
    history.copyWithin(0, frames, frames + pastUp);
    summed.copyWithin(0, frames, frames + pastDown);
    copied.copyWithin(0, frames, frames + down.pairs);
  }
}
