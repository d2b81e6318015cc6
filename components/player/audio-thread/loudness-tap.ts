// Gathers on the audio thread what loudness is made of, strip by strip; the page makes figures of it.
import { TruePeak } from '@/audio/loudness/true-peak';
import { WeightedSteps } from '@/audio/loudness/weighted-steps';
import type { StripListener } from '@/audio/mix/strip-listener';
import { gainToDb } from '@/audio/units';
import { BLOCK_FRAMES } from './streaming-mixer';

/** Numbers per strip: the mean square of the step of 100 ms that ended last, and the highest true peak in dBTP. */
export const LOUDNESS_FIELDS = 2;

const SILENCE = new Float64Array(2 * BLOCK_FRAMES);

/** Measures one strip or the master. */
class StripTap {
  meanSquare = 0;
  readonly #peak = new TruePeak();
  readonly #steps: WeightedSteps;

  constructor(onStep: () => void) {
    this.#steps = new WeightedSteps((meanSquare) => {
      this.meanSquare = meanSquare;
      onStep();
    });
  }

  get truePeakDbtp(): number {
    return gainToDb(this.#peak.peak);
  }

  process(left: Float32Array | Float64Array, right: Float32Array | Float64Array, frames: number): void {
    this.#peak.process(left, right, frames);
    this.#steps.process(left, right, frames);
  }

  reset(): void {
    this.#peak.reset();
    this.#steps.reset();
    this.meanSquare = 0;
  }
}

/** Measures all strips in song time and the master as it is output. Allocates nothing while it measures. */
export class LoudnessTap implements StripListener {
  /** How many steps of the strips, and of the master, have ended in this round of measuring. */
  readonly steps = { strips: 0, master: 0, round: 0 };
  #taps: readonly StripTap[] = [];
  #master = new StripTap(() => this.steps.master++);

  /** Begins anew for so many strips. */
  resize(strips: number): void {
    // All strips end their steps together: the first one counts for all.
    this.#taps = Array.from(
      { length: strips },
      (_, i) => new StripTap(() => (this.steps.strips += i === 0 ? 1 : 0)),
    );
    this.reset(this.steps.round);
  }

  processBlock(strip: number, left: Float64Array, right: Float64Array, frames: number): void {
    this.#taps[strip]?.process(left, right, frames);
  }

  processSilence(strip: number, frames: number): void {
    this.#taps[strip]?.process(SILENCE, SILENCE, frames);
  }

  processMasterBlock(left: Float32Array, right: Float32Array, frames: number): void {
    this.#master.process(left, right, frames);
  }

  /** Clears what was measured: peaks and steps start again. */
  reset(round: number): void {
    this.steps.round = round;
    for (const tap of this.#taps) tap.reset();
    this.#master.reset();
    this.steps.strips = 0;
    this.steps.master = 0;
  }

  /** Writes LOUDNESS_FIELDS numbers per strip, the master last. */
  read(target: Float32Array): void {
    for (let strip = 0; strip <= this.#taps.length; strip++) {
      const tap = this.#taps[strip] ?? this.#master;
      target[strip * LOUDNESS_FIELDS] = tap.meanSquare;
      target[strip * LOUDNESS_FIELDS + 1] = tap.truePeakDbtp;
    }
  }
}
