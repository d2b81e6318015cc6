// The arguments that open one local audio file in FFmpeg or ffprobe and make it open nothing else.
import { AUDIO_ALONE } from './codecs';
import { fileUrl } from './file-url';
import { ffmpegFormat, type PcmLayout } from './pcm/pcm-format';
import type { Demuxer } from './sniff';

/** Makes the tools open nothing but local files and pipes. */
export const LOCAL_ALONE = ['-protocol_whitelist', 'file,pipe'];

/**
 * Forces the demuxer, so that content cannot choose one that follows links, and allows local files alone.
 * @param decoders what may be decoded of it; see codecs.ts
 */
export function inputArguments(file: string, demuxer: Demuxer, decoders = AUDIO_ALONE): string[] {
  return [...LOCAL_ALONE, ...decoders, '-f', demuxer, '-i', fileUrl(file)];
}

/** The same for a file that is fed through the standard input. */
export function pipedArguments(demuxer: Demuxer, decoders = AUDIO_ALONE): string[] {
  return [...LOCAL_ALONE, ...decoders, '-f', demuxer, '-i', 'pipe:0'];
}

/**
 * The arguments that open the samples of a file as they lie in it, whatever its header makes FFmpeg believe; those that
 * were realigned come through the standard input.
 */
export function pcmArguments(
  file: string,
  { format, channels, sampleRate, dataOffset, realigned }: PcmLayout,
): string[] {
  const name = ffmpegFormat(format);
  // FFmpeg has no demuxer of 64-bit integers: that of 64-bit floats reads the same bytes.
  const demuxer = name.replace(/^s64/, 'f64');
  return [
    ...LOCAL_ALONE,
    ...AUDIO_ALONE,
    '-f',
    demuxer,
    '-c:a',
    `pcm_${name}`,
    '-sample_rate',
    String(sampleRate),
    '-channels',
    String(channels),
    ...(realigned ? ['-i', 'pipe:0'] : ['-skip_initial_bytes', String(dataOffset), '-i', fileUrl(file)]),
  ];
}
