// The arguments that open one local audio file in FFmpeg or ffprobe and make it open nothing else.
import { AUDIO_ALONE } from './codecs';
import { fileUrl } from './file-url';
import type { Demuxer } from './sniff';

/**
 * Forces the demuxer, so that content cannot choose one that follows links, and allows local files alone.
 * @param decoders what may be decoded of it; see codecs.ts
 */
export function inputArguments(file: string, demuxer: Demuxer, decoders = AUDIO_ALONE): string[] {
  return ['-protocol_whitelist', 'file,pipe', ...decoders, '-f', demuxer, '-i', fileUrl(file)];
}
