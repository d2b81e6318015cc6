// Joins pieces of one track: finds where the next one continues the last, and fades from one to the other.
import type { FrameReader } from '../../stretching/frame-file';
import type { PartShaper } from './part-shaper';

/** How far a stretched passage may have slipped, in samples. Rubber Band slips by three or so. */
const MAX_LAG = 256;
/** Frames that are compared. */
const COMPARED = 4096;
/** Length of the fade. Where both pieces are the same audio it changes nothing. */
export const FADE_FRAMES = 441;

/** Audio from `start` up to `end` of the set that can be read a little further on either side. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Interleaved frames from `start` on, in blocks, up to `end` plus `extra` frames. */
  blocks(extra: number): AsyncGenerator<Float32Array, void, void>;
}

/**
 * By how many samples the stretched audio around `position` comes later than the track as it is: the lag of the
 * highest normalised correlation.
 * @param planned source position less set position of the track as it is, if nothing had slipped
 */
export async function alignLag(
  stretched: FrameReader,
  shaper: PartShaper,
  position: number,
  planned: number,
): Promise<number> {
  const played = new Float32Array(2 * COMPARED);
  await stretched.read(position, played);
  const original = await shaper.read(position + planned - MAX_LAG);
  let best = { lag: 0, similarity: 0 };
  for (let lag = -MAX_LAG; lag <= MAX_LAG; lag++) {
    let [product, energy] = [0, 0];
    for (let i = 0; i < COMPARED; i++) {
      const at = 2 * (i - lag + MAX_LAG);
      const [left, right] = [original[at]!, original[at + 1]!];
      product += left * played[2 * i]! + right * played[2 * i + 1]!;
      energy += left * left + right * right;
    }
    const similarity = energy > 0 ? product / Math.sqrt(energy) : 0;
    if (similarity > best.similarity) best = { lag, similarity };
  }
  return best.lag;
}

/** Fades linearly: where the pieces agree, nothing changes; where they do not, nothing clicks. */
function fadeOver(current: Float32Array, next: Float32Array): void {
  const frames = current.length / 2;
  for (let i = 0; i < frames; i++) {
    const share = (i + 0.5) / frames;
    for (const at of [2 * i, 2 * i + 1]) next[at] = current[at]! + share * (next[at]! - current[at]!);
  }
}

/** Puts pieces together; each begins where the last one ends. Yields interleaved blocks. */
export async function* joinPieces(pieces: AsyncIterable<Piece>): AsyncGenerator<Float32Array, void, void> {
  let current: Float32Array | null = null;
  for await (const piece of pieces) {
    let [left, isBeginning] = [piece.end - piece.start, true];
    const overhang = new Float32Array(2 * FADE_FRAMES);
    let gathered = 0;
    for await (const block of piece.blocks(FADE_FRAMES)) {
      if (isBeginning && current) fadeOver(current, block.subarray(0, current.length));
      isBeginning = false;
      const own = Math.min(left, block.length / 2);
      if (own > 0) yield block.subarray(0, 2 * own);
      left -= own;
      const rest = block.subarray(2 * own);
      overhang.set(rest, 2 * gathered);
      gathered += rest.length / 2;
    }
    current = overhang;
  }
}
