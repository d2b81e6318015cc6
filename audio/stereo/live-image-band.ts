// One band of audio in two channels: what its stereo image is, and a mixing of it that is added to the audio.
import { STATE_FLOOR } from '../filter/biquad';
import { IMAGE_FIELDS } from './image-bands';

/** Two numbers for each of two filters and each of two channels. */
const MEMORIES = 8;

/** Where the mixtures of all bands add up. */
export interface Additions {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * Two equal band-pass filters one after the other, of the second order and without phase shift at the centre. The first
 * one corrects. The second one makes the slopes for measuring steep: music is tens of decibels weaker at the top of its
 * range than below, and the skirts of what is below would count for more than what is there. Allocates nothing.
 */
export class LiveImageBand {
  /** Mean power of the left channel, product of both, power of the right one in what was processed last. */
  readonly image = new Float64Array(IMAGE_FIELDS);
  /** What of left and right is added to left and right, [[a, b], [b, d]] in the order a, b, d. */
  readonly shares = new Float64Array(IMAGE_FIELDS);
  /** What the shares change by in a frame. */
  readonly slopes = new Float64Array(IMAGE_FIELDS);
  readonly #memory = new Float64Array(MEMORIES);
  #b0 = 0;
  #a1 = 0;
  #a2 = 0;

  /** @param octaves how far apart the frequencies are at which one filter lets half of the power through */
  tune(hz: number, octaves: number, sampleRate: number): void {
    const angle = (2 * Math.PI * hz) / sampleRate;
    // Near the Nyquist frequency the bilinear transform would narrow the band: noise would count for less there.
    const width = (octaves * angle) / Math.sin(angle);
    const alpha = Math.sin(angle) * Math.sinh((Math.LN2 / 2) * width);
    this.#b0 = alpha / (1 + alpha);
    this.#a1 = (-2 * Math.cos(angle)) / (1 + alpha);
    this.#a2 = (1 - alpha) / (1 + alpha);
  }

  /** Without audio, without shares. */
  reset(): void {
    this.image.fill(0);
    this.shares.fill(0);
    this.slopes.fill(0);
    this.#memory.fill(0);
  }

  /** Measures the first `frames` frames, and adds the shares of them to `to`. */
  process(left: ArrayLike<number>, right: ArrayLike<number>, frames: number, to: Additions): void {
    const { shares, slopes } = this;
    const b0 = this.#b0;
    const a1 = this.#a1;
    const a2 = this.#a2;
    const memory = this.#memory;
    const { left: toLeft, right: toRight } = to;
    let l1 = memory[0]!;
    let l2 = memory[1]!;
    let l3 = memory[2]!;
    let l4 = memory[3]!;
    let r1 = memory[4]!;
    let r2 = memory[5]!;
    let r3 = memory[6]!;
    let r4 = memory[7]!;
    let a = shares[0]!;
    let b = shares[1]!;
    let d = shares[2]!;
    const stepA = slopes[0]!;
    const stepB = slopes[1]!;
    const stepD = slopes[2]!;
    let powerLeft = 0;
    let product = 0;
    let powerRight = 0;
    // `| 0` lets the compiler count in integers.
    for (let i = 0 | 0; i < frames; i++) {
      const inLeft = b0 * left[i]!;
      const inRight = b0 * right[i]!;
      const onceLeft = inLeft + l1;
      const onceRight = inRight + r1;
      l1 = l2 - a1 * onceLeft;
      r1 = r2 - a1 * onceRight;
      l2 = -inLeft - a2 * onceLeft;
      r2 = -inRight - a2 * onceRight;
      a += stepA;
      b += stepB;
      d += stepD;
      toLeft[i]! += a * onceLeft + b * onceRight;
      toRight[i]! += b * onceLeft + d * onceRight;
      const nextLeft = b0 * onceLeft;
      const nextRight = b0 * onceRight;
      const twiceLeft = nextLeft + l3;
      const twiceRight = nextRight + r3;
      l3 = l4 - a1 * twiceLeft;
      r3 = r4 - a1 * twiceRight;
      l4 = -nextLeft - a2 * twiceLeft;
      r4 = -nextRight - a2 * twiceRight;
      powerLeft += twiceLeft * twiceLeft;
      product += twiceLeft * twiceRight;
      powerRight += twiceRight * twiceRight;
    }
    memory[0] = l1;
    memory[1] = l2;
    memory[2] = l3;
    memory[3] = l4;
    memory[4] = r1;
    memory[5] = r2;
    memory[6] = r3;
    memory[7] = r4;
    for (let i = 0; i < MEMORIES; i++) if (Math.abs(memory[i]!) < STATE_FLOOR) memory[i] = 0;
    shares[0] = a;
    shares[1] = b;
    shares[2] = d;
    const count = Math.max(1, frames);
    this.image[0] = powerLeft / count;
    this.image[1] = product / count;
    this.image[2] = powerRight / count;
  }
}
