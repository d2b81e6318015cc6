// Encodes consecutive samples of a stem as FLAC segments, each a file of its own that decodes alone.
import path from 'node:path';
import { MediaToolError } from '@/server/shared/media/errors';
import { startTool } from '@/server/shared/media/tool';

export interface SegmentBatch {
  /** Interleaved stereo, 24-bit values in the upper bits of 32. */
  readonly pcm: Int32Array;
  readonly sampleRate: number;
  readonly segmentSamples: number;
  /** Number of the first segment in `pcm`. */
  readonly firstIndex: number;
  readonly directory: string;
  readonly signal?: AbortSignal;
}

export const segmentFile = (directory: string, index: number): string =>
  path.join(directory, `${index}.flac`);

/** One FFmpeg cuts the batch and runs an encoder per segment: starting it costs more than encoding a segment. */
function segmenterArguments(batch: SegmentBatch, count: number): string[] {
  const { segmentSamples, firstIndex, directory, sampleRate } = batch;
  const indices = Array.from({ length: count }, (_, i) => i);
  const cuts = indices.map((i) => {
    const [start, end] = [i * segmentSamples, (i + 1) * segmentSamples];
    return `[in${i}]atrim=start_sample=${start}:end_sample=${end},asetpts=N/SR/TB[out${i}]`;
  });
  const split = `[0:a]asplit=${count}${indices.map((i) => `[in${i}]`).join('')}`;
  const outputs = indices.flatMap((i) => [
    ...['-map', `[out${i}]`, '-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24'],
    ...['-f', 'flac', `file:${segmentFile(directory, firstIndex + i)}`],
  ]);
  return [
    ...['-v', 'error', '-y', '-protocol_whitelist', 'file,pipe', '-threads', '1'],
    ...['-f', 's32le', '-ar', String(sampleRate), '-ac', '2', '-i', 'pipe:0'],
    ...['-filter_complex', [split, ...cuts].join(';'), ...outputs],
  ];
}

/**
 * Writes the segments of `batch` into its directory.
 * @returns how many there are; all but the last hold exactly `segmentSamples` frames
 * @throws MediaToolError when the encoder fails, for instance on a full disk
 */
export async function encodeSegments(batch: SegmentBatch): Promise<number> {
  const frames = batch.pcm.length / 2;
  const count = Math.ceil(frames / batch.segmentSamples);
  if (count === 0) return 0;
  const child = startTool('ffmpeg', segmenterArguments(batch, count), { signal: batch.signal });
  child.stdout.resume();
  child.stdin.end(Buffer.from(batch.pcm.buffer, batch.pcm.byteOffset, batch.pcm.byteLength));
  const { exitCode, complaints } = await child.ended;
  if (exitCode !== 0) {
    const isFull = /no space left/i.test(complaints);
    throw new MediaToolError(isFull ? 'The disk is full.' : 'A stem could not be encoded.', complaints);
  }
  return count;
}
