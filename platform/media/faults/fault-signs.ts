// Watches one decoding for signs that frames of it may be faults: only files that show one are judged frame by frame.
import { LineSplitter } from '../line-splitter';

/** Codecs whose frames have no checksum, so that a decoder turns damaged ones into sound. */
const UNCHECKED: ReadonlySet<string> = new Set(['alac', 'aac', 'vorbis', 'opus', 'mp2']);
/** Of these, the codecs whose samples are predicted from those before them: they cannot exceed full scale. */
const PREDICTED: ReadonlySet<string> = new Set(['alac']);

/** No frame of a lossy codec below this peak is a fault unless the decoder reports an error. */
export const HIGH_PEAK = 2;
/** Beyond this step, a predicted sample has most likely passed full scale and wrapped around. */
export const JUMP = 1;
/** Mixing channels and resampling may lower either by this factor. */
const MIXED = 0.5;

/** Whether a decoder makes noise of damaged frames; the pages of Ogg have checksums, which have been verified. */
export const isUnchecked = (codec: string, demuxer: string): boolean =>
  UNCHECKED.has(codec) && demuxer !== 'ogg';

export const isPredicted = (codec: string): boolean => PREDICTED.has(codec);

/** The measures of FFmpeg's `astats` that show a sign where they exceed the value. */
export const SIGN_LEVELS = [
  ['Overall.Peak_level', 20 * Math.log10(HIGH_PEAK)],
  ['Overall.Max_difference', JUMP],
] as const;

export class FaultSigns {
  isFound = false;
  readonly #lines = new LineSplitter();
  readonly #isPredicted: boolean;

  /** @param codec FFmpeg's name of it */
  constructor(codec: string) {
    this.#isPredicted = isPredicted(codec);
  }

  /** Reads what FFmpeg prints on stderr, each line with its level. */
  read(text: string): void {
    const lines = this.#lines.push(text);
    this.isFound ||= lines.some((line) => line.includes('[error]'));
  }

  /** Looks at interleaved samples as they leave FFmpeg, mixed and resampled. */
  check(block: Float32Array, channels: number): void {
    if (this.isFound) return;
    this.isFound = this.#isPredicted ? hasJump(block, channels) : hasPeak(block);
  }
}

function hasJump(block: Float32Array, channels: number): boolean {
  for (let i = channels; i < block.length; i++) {
    if (Math.abs((block[i] ?? 0) - (block[i - channels] ?? 0)) > MIXED * JUMP) return true;
  }
  return false;
}

function hasPeak(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) {
    // What is no number is a sign as well.
    if (!(Math.abs(block[i] ?? 0) <= MIXED * HIGH_PEAK)) return true;
  }
  return false;
}
