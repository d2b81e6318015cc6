// Turns two float channels into the interleaved samples of a file, and counts what does not fit.

const STEPS_16 = 2 ** 15;
const STEPS_24 = 2 ** 23;

/** Interleaved little-endian samples of one block, valid until the next one is packed. */
export type Packed = Int16Array | Uint8Array | Float32Array;

export interface Packer {
  /** Packs the first `frames` frames of two channels; values beyond full scale are clamped. */
  pack(left: Float32Array, right: Float32Array, frames: number): Packed;
}

/**
 * The nearest integer within the range of the format. Branches and `floor`, because this runs for every
 * sample and Math.min, Math.max and Math.round cost several times as much.
 */
function nearest(value: number, steps: number): number {
  const rounded = Math.floor(value + 0.5);
  if (rounded >= steps) return steps - 1;
  if (rounded < -steps) return -steps;
  return rounded;
}

/**
 * 16-bit samples with dither.
 * @param dither noise in steps, from `triangularDither`
 */
export function packer16(blockSize: number, dither: () => number): Packer {
  const packed = new Int16Array(blockSize * 2);
  return {
    pack(left, right, frames) {
      for (let i = 0; i < frames; i++) {
        packed[2 * i] = nearest(left[i]! * STEPS_16 + dither(), STEPS_16);
        packed[2 * i + 1] = nearest(right[i]! * STEPS_16 + dither(), STEPS_16);
      }
      return packed.subarray(0, frames * 2);
    },
  };
}

/** The nearest of all 24-bit values. Counted from the lowest one, so that cutting off decimals is rounding down. */
function nearest24(sample: number): number {
  const value = sample * STEPS_24 + (STEPS_24 + 0.5);
  if (value >= 2 * STEPS_24) return STEPS_24 - 1;
  // What is no number is silence.
  if (!(value >= 0)) return value < 0 ? -STEPS_24 : 0;
  return (value | 0) - STEPS_24;
}

/**
 * 24-bit samples, three bytes each. They are rounded without dither: the error lies at -146 dBFS, where no ear and
 * no converter reaches, and an untouched mix stays the exact sum of its stems.
 */
export function packer24(blockSize: number): Packer {
  const packed = new Uint8Array(blockSize * 6);
  // Two bytes at a time, because every store costs the same; all machines that run this are little-endian.
  const words = new Uint16Array(packed.buffer);
  return {
    pack(left, right, frames) {
      for (let i = 0; i < frames; i++) {
        const l = nearest24(left[i]!);
        const r = nearest24(right[i]!);
        words[3 * i] = l;
        words[3 * i + 1] = ((l >> 16) & 0xff) | (r << 8);
        words[3 * i + 2] = r >> 8;
      }
      return packed.subarray(0, frames * 6);
    },
  };
}

/** Floats as they are: what lies beyond full scale stays there. Lossy encoders and 32-bit files take them. */
export function packerFloat(blockSize: number): Packer {
  const packed = new Float32Array(blockSize * 2);
  return {
    pack(left, right, frames) {
      for (let i = 0; i < frames; i++) {
        packed[2 * i] = left[i]!;
        packed[2 * i + 1] = right[i]!;
      }
      return packed.subarray(0, frames * 2);
    },
  };
}

/** How many of the first `frames` samples lie beyond full scale. */
export function countClipped(channel: Float32Array, frames: number): number {
  let clipped = 0;
  for (let i = 0; i < frames; i++) if (Math.abs(channel[i]!) > 1) clipped++;
  return clipped;
}

/** The largest absolute value among the first `frames` samples. */
export function peakOf(channel: Float32Array, frames: number): number {
  let peak = 0;
  for (let i = 0; i < frames; i++) {
    const size = Math.abs(channel[i]!);
    if (size > peak) peak = size;
  }
  return peak;
}
