// Loudness over 400 ms, 3 s and the whole programme, and its range, from the energy of its steps.
import { ABSOLUTE_GATE_LUFS, LoudnessHistogram, loudnessOf } from './loudness-histogram';

const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_SHARES = [0.1, 0.95] as const;

/** Takes a mean square for every 100 ms, as WeightedSteps gives them (ITU-R BS.1770-4, EBU R 128, Tech 3342). */
export class LoudnessWindows {
  readonly #steps = new Float64Array(SHORT_TERM_STEPS);
  readonly #blocks = new LoudnessHistogram();
  readonly #shortTerms = new LoudnessHistogram();
  #stepsDone = 0;

  add(meanSquare: number): void {
    this.#steps[this.#stepsDone % SHORT_TERM_STEPS] = meanSquare;
    this.#stepsDone++;
    if (this.#stepsDone >= MOMENTARY_STEPS) this.#blocks.add(this.#mean(MOMENTARY_STEPS));
    if (this.#stepsDone >= SHORT_TERM_STEPS) this.#shortTerms.add(this.#mean(SHORT_TERM_STEPS));
  }

  reset(): void {
    this.#steps.fill(0);
    this.#blocks.reset();
    this.#shortTerms.reset();
    this.#stepsDone = 0;
  }

  /** Loudness of the last 400 ms in LUFS; what lies before the start is silence. */
  get momentaryLufs(): number {
    return loudnessOf(this.#mean(MOMENTARY_STEPS));
  }

  /** Loudness of the last 3 s in LUFS. */
  get shortTermLufs(): number {
    return loudnessOf(this.#mean(SHORT_TERM_STEPS));
  }

  /** Gated loudness since the start in LUFS; -Infinity before the first 400 ms and for silence. */
  get integratedLufs(): number {
    const ungated = this.#blocks.meanAbove(ABSOLUTE_GATE_LUFS);
    return this.#blocks.meanAbove(ungated + INTEGRATED_GATE_LU);
  }

  /** Loudness range since the start in LU; 0 before the first 3 s. */
  get rangeLu(): number {
    const gate = this.#shortTerms.meanAbove(ABSOLUTE_GATE_LUFS) + RANGE_GATE_LU;
    if (gate === Number.NEGATIVE_INFINITY) return 0;
    const [low, high] = RANGE_SHARES;
    return this.#shortTerms.percentileAbove(gate, high) - this.#shortTerms.percentileAbove(gate, low);
  }

  /** Mean square of the last `count` steps. */
  #mean(count: number): number {
    let sum = 0;
    for (let back = 1; back <= count; back++) {
      const step = this.#stepsDone - back;
      if (step >= 0) sum += this.#steps[step % SHORT_TERM_STEPS]!;
    }
    return sum / count;
  }
}
