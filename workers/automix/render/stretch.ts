// Stretches and transposes audio by Rubber Band's R3 engine along a time map.
import { rm } from 'node:fs/promises';
import { encodeStream } from '@/platform/media/encode';
import type { FrameFileInfo } from '../../stretching/frame-file';
import { framesOf } from '../../stretching/restore-image';
import { stretchFile } from '../../stretching/stretch-file';
import type { StretchOptions } from '../../stretching/stretch-options';

/*
 * Measured with clicks (Rubber Band 3.1.2, command line, offline): R3 has no latency and keeps to a map of beats
 * within 1.1 ms at 5 % change, R2 within 7 ms. Where a map has slope 1, R3 gives its input back to -110 dB and
 * better, displaced by a few whole samples behind a stretched passage.
 */

/**
 * Stretches interleaved stereo frames.
 * @param blocks as many frames as the map's last source
 * @param stem path without extension for the files made on the way; the result stays, the rest is removed
 * @returns the stretched frames; their first position is 0
 * @throws MediaToolError when Rubber Band is missing or fails, the signal's reason when it is aborted
 */
export async function stretch(
  blocks: AsyncIterable<Float32Array>,
  stem: string,
  options: StretchOptions,
): Promise<FrameFileInfo> {
  const [input, output] = [`${stem}.in.wav`, `${stem}.out.wav`];
  const format = { format: 'wav', bitDepth: 32, channels: 2 } as const;
  try {
    await encodeStream({ ...format, path: input, sampleRate: options.sampleRate }, blocks);
    await stretchFile(input, output, { ...options, followsKnots: true });
    return await framesOf(output);
  } finally {
    await rm(input, { force: true });
  }
}
