// The layout of uncompressed samples in a file, as a header declares it and as FFmpeg is configured to read
// it.

import type { Place } from '../damage';
import type { Piece } from '../pieces';

/** The bytes of one sample. Those of one byte may be unsigned, centred on 128; longer ones never are. */
export interface SampleFormat {
  readonly kind: 'signed' | 'unsigned' | 'float';
  readonly bytes: 1 | 2 | 3 | 4 | 8;
  readonly bigEndian: boolean;
}

/** What the header of a file says about its samples. */
export interface PcmDeclaration {
  readonly channels: number;
  readonly sampleRate: number;
  /** Valid bits of a sample. */
  readonly bits: number;
  /** What the fields of the header can mean, the likeliest first; more than one where they contradict each other. */
  readonly formats: readonly [SampleFormat, ...SampleFormat[]];
  /** Whether more fields speak for the first format than for any other. */
  readonly hasMajority: boolean;
  /** Whether the number of frames that the header gives confirms the size of the first format. */
  readonly isSizeCounted?: boolean;
  /** Whether the header may mean A-law or mu-law instead: the samples decide. */
  readonly mayBeCompanded?: boolean;
  readonly dataOffset: number;
  /** What is there of it: never beyond the end of the file, or the beginning of the first chunk or tag behind it. */
  readonly dataBytes: number;
  /** What the header claims beyond the end of the file. */
  readonly missingBytes: number;
  /** Bytes that are missing in all, by what is found behind them or the length that the head states; negative for too many. */
  readonly removedBytes?: number;
}

/** Samples of a file in which bytes were removed or inserted. */
export interface RealignedFrames {
  readonly pieces: readonly Piece[];
  readonly frames: number;
  /** The silence in place of what was removed or damaged. */
  readonly silentAt: readonly Place[];
}

/** Uncompressed audio as it is decoded. */
export interface PcmLayout extends Pick<PcmDeclaration, 'channels' | 'sampleRate' | 'dataOffset'> {
  readonly format: SampleFormat;
  readonly frames: number;
  /** What the header claims beyond the end of the file. */
  readonly missingFrames: number;
  /** What is read in place of the data where bytes were removed or inserted in its middle; null otherwise. */
  readonly realigned: RealignedFrames | null;
  /** What decoded samples are multiplied by, a power of two; 1 for all that are stored as their format asks. */
  readonly scale: number;
}

/** FFmpeg's name of the format, such as `s24le`. */
export function ffmpegFormat({ kind, bytes, bigEndian }: SampleFormat): string {
  const order = bytes === 1 ? '' : bigEndian ? 'be' : 'le';
  return `${kind === 'signed' ? 's' : kind === 'unsigned' ? 'u' : 'f'}${bytes * 8}${order}`;
}

/** The integer or float format of that many bytes, or null where there is none. */
export function formatOf(
  kind: 'integer' | 'float',
  bytes: number,
  bigEndian: boolean,
  oneByteIs: 'signed' | 'unsigned' = 'signed',
): SampleFormat | null {
  if (kind === 'float') return bytes === 4 || bytes === 8 ? { kind, bytes, bigEndian } : null;
  if (bytes === 1) return { kind: oneByteIs, bytes, bigEndian: false };
  return bytes === 2 || bytes === 3 || bytes === 4 || bytes === 8
    ? { kind: 'signed', bytes, bigEndian }
    : null;
}

type SampleReader = (bytes: Buffer, at: number) => number;

const FLOAT_READERS: Readonly<Record<'f32le' | 'f32be' | 'f64le' | 'f64be', SampleReader>> = {
  f32le: (bytes, at) => bytes.readFloatLE(at),
  f32be: (bytes, at) => bytes.readFloatBE(at),
  f64le: (bytes, at) => bytes.readDoubleLE(at),
  f64be: (bytes, at) => bytes.readDoubleBE(at),
};

/** What reads signed integers of up to six bytes. */
function integerReader(size: number, bigEndian: boolean): SampleReader {
  const scale = 2 ** (1 - 8 * size);
  return bigEndian
    ? (bytes, at) => bytes.readIntBE(at, size) * scale
    : (bytes, at) => bytes.readIntLE(at, size) * scale;
}

/** What reads one sample of the format at a byte, integers as fractions of full scale. */
export function sampleReader({ kind, bytes: size, bigEndian }: SampleFormat): SampleReader {
  if (kind === 'float') return FLOAT_READERS[`f${size === 8 ? 64 : 32}${bigEndian ? 'be' : 'le'}`];
  if (kind === 'unsigned') return (bytes, at) => bytes.readUInt8(at) / 128 - 1;
  if (size < 8) return integerReader(size, bigEndian);
  // A double can represent no more than the top six bytes of a longer integer.
  const read = integerReader(6, bigEndian);
  return bigEndian ? read : (bytes, at) => read(bytes, at + 2);
}
