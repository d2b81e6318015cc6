// Puts silence where the clock of decoded frames says that something is missing.
import type { FrameClock } from './frame-clock';

/** The resampler rounds: a block may end a little after the last frame that it was made of. */
const ROUNDING_S = 0.001;

function* silence(frames: number, channels: number, sampleRate: number): Generator<Float32Array, void, void> {
  for (let left = frames; left > 0; left -= sampleRate) {
    yield new Float32Array(Math.min(left, sampleRate) * channels);
  }
}

/**
 * Passes interleaved blocks on with silence between and within them.
 * @param sampleRate and `channels` of the blocks; the clock counts in seconds
 */
export async function* fillGaps(
  blocks: AsyncIterable<Float32Array>,
  clock: FrameClock,
  sampleRate: number,
  channels: number,
): AsyncGenerator<Float32Array, void, void> {
  let at = 0;
  let filled = 0;
  for await (const block of blocks) {
    const end = at + block.length / channels;
    await clock.covers(end / sampleRate - ROUNDING_S);
    let from = at;
    for (let gap = clock.gaps[filled]; gap; gap = clock.gaps[filled]) {
      const { atS, lengthS } = gap;
      const cut = Math.max(from, Math.round(atS * sampleRate));
      if (cut >= end) break;
      if (cut > from) yield block.subarray((from - at) * channels, (cut - at) * channels);
      yield* silence(Math.round(lengthS * sampleRate), channels, sampleRate);
      from = cut;
      filled += 1;
    }
    if (end > from) yield block.subarray((from - at) * channels);
    at = end;
  }
}
