// The arguments that make FFmpeg write one FLAC or MP3 file from raw samples on its standard input.

import path from 'node:path';
import { LOCAL_ALONE } from './input-arguments';
import type { ToolOptions } from './tool';

/** What a file says about itself; a line each. */
export interface AudioTags {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly date?: string;
  readonly genre?: string;
  readonly comment?: string;
}

/** A picture that a file carries: its path here and its kind. */
export interface CoverImage {
  readonly path: string;
  readonly kind: 'jpeg' | 'png';
}

export interface EncodeOptions extends ToolOptions {
  readonly path: string;
  readonly format: 'wav' | 'flac' | 'mp3';
  /**
   * What `write` is given, interleaved and little-endian: 16-bit integers, 24-bit integers packed in 3 bytes, or
   * 32-bit floats. WAV takes all of them, FLAC the integers, MP3 the floats.
   */
  readonly bitDepth: 16 | 24 | 32;
  readonly sampleRate: number;
  readonly channels: number;
  /** For FLAC and MP3. */
  readonly tags?: AudioTags;
  /** For FLAC and MP3. */
  readonly cover?: CoverImage;
}

const INPUT_FORMAT = { 16: 's16le', 24: 's24le', 32: 'f32le' } as const;
const MP3_BITRATE = '320k';

function codecArguments({ format, bitDepth }: EncodeOptions): string[] {
  // ID3v2.3 is what players read; the LAME tag says how many samples to drop, so that decoding is gapless.
  if (format === 'mp3')
    return ['-c:a', 'libmp3lame', '-b:a', MP3_BITRATE, '-write_xing', '1', '-id3v2_version', '3'];
  const wide = ['-sample_fmt', 's32', '-bits_per_raw_sample', '24'];
  return ['-c:a', 'flac', ...(bitDepth === 24 ? wide : [])];
}

function tagArguments(tags: AudioTags): string[] {
  return Object.entries(tags).flatMap(([key, value]) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a tag
    value ? ['-metadata', `${key}=${value.replace(/[\u0000-\u001f]/g, ' ')}`] : [],
  );
}

/** The picture as a second input, copied as it is. */
function coverArguments(cover: CoverImage): { readonly input: string[]; readonly output: string[] } {
  const attached = ['-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v:0', 'attached_pic'];
  return {
    input: [...LOCAL_ALONE, '-f', `${cover.kind}_pipe`, '-i', `file:${path.resolve(cover.path)}`],
    output: [...attached, '-metadata:s:v', 'title=Cover', '-metadata:s:v', 'comment=Cover (front)'],
  };
}

export function encoderArguments(options: EncodeOptions): string[] {
  const { format, bitDepth, sampleRate, channels, tags = {} } = options;
  const cover = options.cover ? coverArguments(options.cover) : { input: [], output: [] };
  return [
    '-v',
    'error',
    '-y',
    ...LOCAL_ALONE,
    '-f',
    INPUT_FORMAT[bitDepth],
    '-ar',
    String(sampleRate),
    '-ac',
    String(channels),
    '-i',
    'pipe:0',
    ...cover.input,
    ...cover.output,
    ...tagArguments(tags),
    ...codecArguments(options),
    '-f',
    format,
    `file:${path.resolve(options.path)}`,
  ];
}
