// The arguments that open one local audio file in FFmpeg or ffprobe and make it open nothing else.
import path from 'node:path';
import type { Demuxer } from './sniff';

/**
 * Forces the demuxer, so that content cannot choose one that follows links, and allows local files alone.
 * The `file:` prefix keeps a name such as `concat:a|b` from being read as a protocol.
 */
export function inputArguments(file: string, demuxer: Demuxer): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-f', demuxer, '-i', `file:${path.resolve(file)}`];
}
