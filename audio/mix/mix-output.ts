// The last step of the mix: float64 becomes float32, and the master's level is measured on the way.
import { ChannelLevel, writeSteady } from './channel-loops';
import type { MeterBank } from './meter-bank';
import type { StereoBuffer, StereoSum } from './mix-bus';

/** Mean squares above this, +120 dBFS, are no mix: the engine was given something that is no audio. */
const IMPLAUSIBLE_SQUARES = 1e12;

/** Whether the sum of both channels' squares over `frames` frames can be that of a mix; not where one is no number. */
const isPlausible = (squares: number, frames: number): boolean => squares <= IMPLAUSIBLE_SQUARES * frames;

/** Whether the first `frames` frames of a sum are audio. */
export function isAudio({ left, right }: StereoSum, frames: number): boolean {
  // Four sums that do not wait for one another; a chunk has an even number of frames but for the last of a block.
  let [a, b, c, d] = [0, 0, 0, 0];
  const even = frames & ~1;
  for (let i = 0; i < even; i += 2) {
    a += left[i]! * left[i]!;
    b += right[i]! * right[i]!;
    c += left[i + 1]! * left[i + 1]!;
    d += right[i + 1]! * right[i + 1]!;
  }
  if (even < frames) a += left[even]! * left[even]! + right[even]! * right[even]!;
  return isPlausible(a + b + c + d, frames);
}

export class MixOutput {
  readonly #levelLeft = new ChannelLevel();
  readonly #levelRight = new ChannelLevel();
  readonly #meters: MeterBank;
  readonly #index: number;

  /** @param index the master's place among the meters */
  constructor(meters: MeterBank, index: number) {
    this.#meters = meters;
    this.#index = index;
  }

  /**
   * Writes the first `frames` frames of `sum` times `gain` to left and right, from their sample `offset` on.
   * Values that are not numbers, or implausibly large, become silence.
   * @returns whether it was plausible
   */
  write(
    sum: StereoBuffer,
    gain: number,
    outputs: readonly Float32Array[],
    offset: number,
    frames: number,
  ): boolean {
    const levelLeft = this.#levelLeft;
    const levelRight = this.#levelRight;
    levelLeft.reset();
    levelRight.reset();
    writeSteady(sum.left, outputs[0]!, offset, frames, gain, levelLeft);
    writeSteady(sum.right, outputs[1]!, offset, frames, gain, levelRight);
    // The sum of squares is measured anyway, and no number in it is lost: looking for such samples costs nothing.
    if (!isPlausible(levelLeft.squares + levelRight.squares, frames)) {
      for (const channel of outputs) channel.fill(0, offset, offset + frames);
      return false;
    }
    this.#meters.add(this.#index, levelLeft.peak, levelRight.peak, levelLeft.squares, levelRight.squares);
    return true;
  }
}
