// Encodes stretches of stems as FLAC segments, each a file of its own that decodes alone.
import { toolError } from '@/platform/media/errors';
import { startTool } from '@/platform/media/tool';

export interface SegmentToEncode {
  /** Interleaved stereo, 24-bit values in the upper bits of 32; at least one frame. */
  readonly pcm: Int32Array<ArrayBuffer>;
  readonly file: string;
}

export interface EncodeSegmentsOptions {
  readonly sampleRate: number;
  readonly signal?: AbortSignal;
}

/** One FFmpeg takes the segments one after another and runs an encoder for each: starting it costs more than encoding. */
function segmenterArguments(segments: readonly SegmentToEncode[], sampleRate: number): string[] {
  let end = 0;
  const cuts = segments.map(({ pcm }, i) => {
    const start = end;
    end += pcm.length / 2;
    return `[in${i}]atrim=start_sample=${start}:end_sample=${end},asetpts=N/SR/TB[out${i}]`;
  });
  const split = `[0:a]asplit=${segments.length}${segments.map((_, i) => `[in${i}]`).join('')}`;
  const outputs = segments.flatMap(({ file }, i) => [
    '-map',
    `[out${i}]`,
    '-c:a',
    'flac',
    '-sample_fmt',
    's32',
    '-bits_per_raw_sample',
    '24',
    '-f',
    'flac',
    `file:${file}`,
  ]);
  return [
    '-v',
    'error',
    '-y',
    '-protocol_whitelist',
    'file,pipe',
    '-threads',
    '1',
    '-f',
    's32le',
    '-ar',
    String(sampleRate),
    '-ac',
    '2',
    '-i',
    'pipe:0',
    '-filter_complex',
    [split, ...cuts].join(';'),
    ...outputs,
  ];
}

/**
 * Writes every segment to its file.
 * @throws MediaToolError when the encoder fails, for instance on a full disk; the signal's reason when it is aborted
 */
export async function encodeSegments(
  segments: readonly SegmentToEncode[],
  { sampleRate, signal }: EncodeSegmentsOptions,
): Promise<void> {
  if (segments.length === 0) return;
  const child = startTool('ffmpeg', segmenterArguments(segments, sampleRate), { signal });
  child.stdout.resume();
  for (const { pcm } of segments) child.stdin.write(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
  child.stdin.end();
  const { exitCode, stderrTail } = await child.ended;
  if (exitCode === 0) return;
  throw toolError('A stem could not be encoded.', stderrTail);
}
