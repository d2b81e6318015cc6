// What all strips mix into: the sum and the two sends, for one chunk of frames.

import { ChannelLevel } from './channel-loops';

/** Frames handled at once: few enough that everything a strip touches stays in the fastest cache. */
export const CHUNK_FRAMES = 256;

/** Both channels of a sum in float64. */
export interface StereoSum {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export class StereoBuffer implements StereoSum {
  readonly left = new Float64Array(CHUNK_FRAMES);
  readonly right = new Float64Array(CHUNK_FRAMES);

  clear(frames: number): void {
    this.left.fill(0, 0, frames);
    this.right.fill(0, 0, frames);
  }

  /** Takes `frames` frames of two channels, from their sample `offset` on. */
  load(left: Float32Array, right: Float32Array, offset: number, frames: number): void {
    for (let i = 0; i < frames; i++) this.left[i] = left[offset + i]!;
    for (let i = 0; i < frames; i++) this.right[i] = right[offset + i]!;
  }

  /** Like `load` from a sum: apart, because a loop over two kinds of arrays is slower for both. */
  copyFrom(source: StereoSum, offset: number, frames: number): void {
    for (let i = 0; i < frames; i++) this.left[i] = source.left[offset + i]!;
    for (let i = 0; i < frames; i++) this.right[i] = source.right[offset + i]!;
  }

  /** Writes `frames` frames to `target`, from its sample `offset` on. */
  copyTo(target: StereoSum, offset: number, frames: number): void {
    for (let i = 0; i < frames; i++) target.left[offset + i] = this.left[i]!;
    for (let i = 0; i < frames; i++) target.right[offset + i] = this.right[i]!;
  }
}

/** What goes into a group, for one chunk of frames. */
export class GroupBus extends StereoBuffer {
  /** True when something was added in this chunk. */
  isFed = false;

  /** Empties it for the next chunk. */
  begin(frames: number): void {
    this.clear(frames);
    this.isFed = false;
  }
}

/** What all strips use one after the other. */
export class StripScratch {
  readonly audio = new StereoBuffer();
  readonly gains = new StereoBuffer();
  readonly levelLeft = new ChannelLevel();
  readonly levelRight = new ChannelLevel();
}

export class MixBus {
  readonly sum = new StereoBuffer();
  readonly reverb = new StereoBuffer();
  readonly delay = new StereoBuffer();
  /** True when something was sent in this chunk. */
  reverbFed = false;
  delayFed = false;

  clear(frames: number): void {
    this.sum.clear(frames);
    if (this.reverbFed) this.reverb.clear(frames);
    if (this.delayFed) this.delay.clear(frames);
  }
}
