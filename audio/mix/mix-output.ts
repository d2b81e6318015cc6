// The last step of the mix: float64 becomes float32, and the master's level is measured on the way.
import { ChannelLevel, writeSteady } from './channel-loops';
import type { MeterBank } from './meter-bank';
import type { StereoBuffer } from './mix-bus';

export class MixOutput {
  private readonly levelLeft = new ChannelLevel();
  private readonly levelRight = new ChannelLevel();

  /** @param index the master's place among the meters */
  constructor(
    private readonly meters: MeterBank,
    private readonly index: number,
  ) {}

  /** Writes the first `frames` frames of `sum` times `gain` to left and right, from their sample `offset` on. */
  write(
    sum: StereoBuffer,
    gain: number,
    outputs: readonly Float32Array[],
    offset: number,
    frames: number,
  ): void {
    const { levelLeft, levelRight } = this;
    levelLeft.reset();
    levelRight.reset();
    writeSteady(sum.left, outputs[0]!, offset, frames, gain, levelLeft);
    writeSteady(sum.right, outputs[1]!, offset, frames, gain, levelRight);
    this.meters.add(this.index, levelLeft.peak, levelRight.peak, levelLeft.squares, levelRight.squares);
  }
}
