// Files that declare a sample format, and how samples in them are read.
import { writeFile } from 'node:fs/promises';
import { ffmpegFormat, type SampleFormat } from '../pcm-format';
import { readPcm } from '../read-pcm';
import { aiffFile, auFile, cafFile, packed, waveFile } from './wav-files';

/** The format of FFmpeg's name. */
export function formatNamed(name: string): SampleFormat {
  const kind = name.startsWith('s') ? 'signed' : name.startsWith('u') ? 'unsigned' : 'float';
  return {
    kind,
    bytes: (Number.parseInt(name.slice(1), 10) / 8) as SampleFormat['bytes'],
    bigEndian: name.endsWith('be'),
  };
}

export type Container = readonly [
  demuxer: 'wav' | 'aiff' | 'caf' | 'au',
  wrap: (data: Buffer, channels: number) => Buffer,
];

/** A WAV file that declares the format of that name. */
export function wave(name: string): Container {
  const { kind, bytes, bigEndian } = formatNamed(name);
  const tag = kind === 'float' ? 3 : 1;
  const form = bigEndian ? 'RIFX' : 'RIFF';
  return [
    'wav',
    (data, channels) =>
      waveFile({ form, tag, channels, bits: 8 * bytes, blockAlign: bytes * channels }, data),
  ];
}

/** An AIFF or AIFF-C file of so many bits. */
export const aiff = (bits: number, compression?: string): Container => [
  'aiff',
  (data, channels) => aiffFile(channels, bits, data, compression),
];

/** A CAF file that declares the format of that name. */
export const caf = (name: string): Container => [
  'caf',
  (data, channels) => cafFile(channels, formatNamed(name), data),
];

/** An AU file that declares the format of that name. */
export const au = (name: string): Container => [
  'au',
  (data, channels) => auFile(channels, formatNamed(name), data),
];

/** Formats with the files that declare them as they are. */
export const CONTAINERS: readonly (readonly [format: string, container: Container])[] = [
  ...['u8', 's16le', 's24le', 's32le', 'f32le', 'f64le', 's16be', 's24be', 's32be', 'f32be', 'f64be'].map(
    (name) => [name, wave(name)] as const,
  ),
  ...[8, 16, 24, 32].map((bits) => [bits === 8 ? 's8' : `s${bits}be`, aiff(bits)] as const),
  ['u8', aiff(8, 'raw ')],
  ['s16le', aiff(16, 'sowt')],
  ['s24le', aiff(24, '42ni')],
  ['s32le', aiff(32, '23ni')],
  ['f32be', aiff(32, 'fl32')],
  ['f64be', aiff(64, 'fl64')],
  ...['s8', 's16be', 's24be', 's32be', 'f32be', 'f64be'].map((name) => [name, au(name)] as const),
];

/** How samples that are stored as `stored` are read under the header of `container`, and the scale that they get. */
export async function readAs(
  file: string,
  samples: Float64Array,
  channels: number,
  { stored, container: [demuxer, wrap] }: { stored: string; container: Container },
): Promise<string | null> {
  await writeFile(file, wrap(packed(samples, formatNamed(stored)), channels));
  const pcm = await readPcm(file, demuxer);
  return pcm && (pcm.scale === 1 ? ffmpegFormat(pcm.format) : `${ffmpegFormat(pcm.format)} x ${pcm.scale}`);
}
