// How uncompressed samples lie in a file, as a header declares it and as FFmpeg is told to read it.

/** The bytes of one sample. Unsigned samples are of one byte and centred on 128. */
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
  readonly dataOffset: number;
  /** What is there of it: never beyond the end of the file. */
  readonly dataBytes: number;
  /** What the header claims beyond the end of the file. */
  readonly missingBytes: number;
}

/** Uncompressed audio as it is decoded. */
export interface PcmLayout extends Pick<PcmDeclaration, 'channels' | 'sampleRate' | 'dataOffset'> {
  readonly format: SampleFormat;
  readonly frames: number;
  /** What the header claims beyond the end of the file. */
  readonly missingFrames: number;
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

/** Reads the sample at byte `at`, integers as fractions of full scale. */
export function readSample(bytes: Buffer, at: number, format: SampleFormat): number {
  const { kind, bytes: size, bigEndian } = format;
  if (kind === 'unsigned') return (bytes[at]! - 128) / 128;
  if (kind === 'float') {
    if (size === 8) return bigEndian ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at);
    return bigEndian ? bytes.readFloatBE(at) : bytes.readFloatLE(at);
  }
  // The top six bytes of a longer integer are all that a double can hold.
  const width = Math.min(size, 6);
  const from = bigEndian ? at : at + size - width;
  const value = bigEndian ? bytes.readIntBE(from, width) : bytes.readIntLE(from, width);
  return value / 2 ** (8 * width - 1);
}
