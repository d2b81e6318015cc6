// Peak and RMS of several stereo strips, gathered while mixing and read out by whoever draws them.

/** Numbers written per strip by `take`: peak left, peak right, RMS left, RMS right, all linear. */
export const METER_FIELDS = 4;

/** Gathers levels between two readings; never allocates after it is made. */
export class MeterBank {
  /** Per strip: peak left, peak right, sum of squares left, sum of squares right. */
  readonly sums: Float64Array;
  #frames = 0;
  #masterFrames = 0;

  constructor(readonly strips: number) {
    this.sums = new Float64Array(strips * METER_FIELDS);
  }

  /** Records what one strip did during a block. */
  add(strip: number, peakLeft: number, peakRight: number, squaresLeft: number, squaresRight: number): void {
    const at = strip * METER_FIELDS;
    const { sums } = this;
    if (peakLeft > sums[at]!) sums[at] = peakLeft;
    if (peakRight > sums[at + 1]!) sums[at + 1] = peakRight;
    sums[at + 2]! += squaresLeft;
    sums[at + 3]! += squaresRight;
  }

  /** Lets time pass for the strips and for the last of them, the master, whose time may run otherwise. */
  advance(frames: number, masterFrames: number): void {
    this.#frames += frames;
    this.#masterFrames += masterFrames;
  }

  /**
   * Writes the levels since the last call into `target` (`strips * METER_FIELDS` numbers) and starts anew.
   * @returns how many sample frames of the strips the reading covers
   */
  drain(target: Float32Array | Float64Array): number {
    const { sums } = this;
    const master = sums.length - METER_FIELDS;
    const covered = this.#frames;
    for (let at = 0; at < sums.length; at += METER_FIELDS) {
      const frames = at === master ? this.#masterFrames : covered;
      target[at] = sums[at]!;
      target[at + 1] = sums[at + 1]!;
      target[at + 2] = frames === 0 ? 0 : Math.sqrt(sums[at + 2]! / frames);
      target[at + 3] = frames === 0 ? 0 : Math.sqrt(sums[at + 3]! / frames);
    }
    sums.fill(0);
    this.#frames = 0;
    this.#masterFrames = 0;
    return covered;
  }
}
