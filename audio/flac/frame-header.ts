// The header of a FLAC frame (RFC 9639, section 9.1).
import type { BitReader } from './bit-reader';
import { crc8 } from './crc';

export interface FrameHeader {
  /** Which frame it is, or, where blocks have many sizes, which sample it begins with. */
  readonly number: number;
  readonly countsSamples: boolean;
  readonly blockSize: number;
  readonly assignment: 'independent' | 'left-side' | 'side-right' | 'mid-side';
  readonly bits: number;
}

const SYNC = 0b11_1111_1111_1110;

/** By code; 0 means what the head of the file says. */
const SAMPLE_SIZES: readonly (number | undefined)[] = [0, 8, 12, undefined, 16, 20, 24, 32];

const ASSIGNMENTS: Readonly<Record<number, FrameHeader['assignment']>> = {
  1: 'independent',
  8: 'left-side',
  9: 'side-right',
  10: 'mid-side',
};

/**
 * Reads the header of the frame that begins at `start`.
 * @param streamBits the sample size that the head of the file names
 * @throws RangeError when there is no stereo frame here
 */
export function readFrameHeader(
  reader: BitReader,
  bytes: Uint8Array,
  start: number,
  streamBits: number,
): FrameHeader {
  if (reader.read(14) !== SYNC) throw new RangeError('The FLAC data has lost its frames.');
  reader.read(1);
  const countsSamples = reader.read(1) === 1;
  const blockCode = reader.read(4);
  const rateCode = reader.read(4);
  const assignment = ASSIGNMENTS[reader.read(4)];
  const bits = SAMPLE_SIZES[reader.read(3)];
  reader.read(1);
  const number = readNumber(reader);
  const blockSize = readBlockSize(reader, blockCode);
  if (rateCode === 12) reader.read(8);
  else if (rateCode === 13 || rateCode === 14) reader.read(16);
  const end = reader.byteOffset;
  if (reader.read(8) !== crc8(bytes, start, end)) throw new RangeError('A FLAC frame header is damaged.');
  if (!assignment || bits === undefined) throw new RangeError('A FLAC frame is not one of two channels.');
  return { number, countsSamples, blockSize, assignment, bits: bits || streamBits };
}

/** The number of the frame or sample, coded like a UTF-8 character of up to seven bytes. */
function readNumber(reader: BitReader): number {
  const lead = reader.read(8);
  // As in UTF-8, the ones that lead the first byte count the bytes; a single byte has none.
  const leadingOnes = Math.clz32(~(lead << 24));
  let number = leadingOnes === 0 ? lead : lead & (0x7f >> leadingOnes);
  for (let more = 1; more < leadingOnes; more++) number = number * 64 + (reader.read(8) & 63);
  return number;
}

function readBlockSize(reader: BitReader, code: number): number {
  if (code === 0) throw new RangeError('A FLAC frame has no block size.');
  if (code === 1) return 192;
  if (code <= 5) return 576 * 2 ** (code - 2);
  if (code === 6) return reader.read(8) + 1;
  if (code === 7) return reader.read(16) + 1;
  return 256 * 2 ** (code - 8);
}
