// Reads what the headers of an audio file claim: quick, and to be believed about the format only.
import { z } from 'zod';
import { audioHeadersAlone } from './codecs';
import { UnusableAudioError } from './errors';
import { inputArguments, pipedArguments } from './input-arguments';
import type { Demuxer } from './sniff';
import { runTool, type ToolOptions } from './tool';

export interface AudioHeaders {
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** FFmpeg's name of the speakers that the channels are meant for, such as `5.1(side)`; null where none is known. */
  readonly layout: string | null;
  /** Seconds as the file claims or FFmpeg guesses; 0 when neither says anything. */
  readonly claimedS: number;
  /** How many streams the file has, pictures and films among them. */
  readonly streams: number;
}

/** Headers of music take a fraction of a second; tags that unpack to gigabytes or repeat without end do not. */
const HEADERS_CPU_S = 8;

const printedSchema = z.object({
  streams: z
    .array(
      z.object({
        codec_name: z.string(),
        sample_rate: z.coerce.number(),
        channels: z.number(),
        channel_layout: z.string().optional(),
      }),
    )
    .min(1),
  format: z.object({ duration: z.coerce.number().default(0), nb_streams: z.number().default(1) }),
});

export interface HeaderInput {
  readonly demuxer: Demuxer;
  /** What is read in place of the file, where that is damaged. */
  readonly bytes: AsyncIterable<Buffer> | null;
}

/**
 * Reads the headers of the first audio stream.
 * @throws UnusableAudioError when there is none
 */
export async function readHeaders(
  path: string,
  { demuxer, bytes }: HeaderInput,
  options: ToolOptions,
): Promise<AudioHeaders> {
  const decoders = await audioHeadersAlone();
  const input = bytes === null ? inputArguments(path, demuxer, decoders) : pipedArguments(demuxer, decoders);
  const entries = 'stream=codec_name,sample_rate,channels,channel_layout:format=duration,nb_streams';
  const { printed, exitCode } = await runTool(
    'ffprobe',
    ['-v', 'error', ...input, '-select_streams', 'a:0', '-show_entries', entries, '-of', 'json'],
    { ...options, input: path, cpuS: HEADERS_CPU_S },
    bytes,
  );
  // What ffprobe prints before it gives up is not whole JSON.
  const parsed = printedSchema.safeParse(exitCode === 0 ? JSON.parse(printed) : null);
  const [stream] = parsed.data?.streams ?? [];
  if (!parsed.success || !stream) {
    throw new UnusableAudioError('The file contains no readable audio, or it is damaged.');
  }
  const { format } = parsed.data;
  const { codec_name: codec, sample_rate: sampleRate, channels, channel_layout } = stream;
  const layout = channel_layout && channel_layout !== 'unknown' ? channel_layout : null;
  return { codec, sampleRate, channels, layout, claimedS: format.duration, streams: format.nb_streams };
}
