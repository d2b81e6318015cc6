// Reads the frames of a FLAC stream (RFC 9639, section 9): their headers and checksums, not their samples.

export interface FlacFrame {
  readonly at: number;
  /** Where the frame's samples begin in the stream: a frame number for blocks of one size, else a sample number. */
  readonly number: number;
  readonly isVariable: boolean;
  readonly blockSize: number;
  /** 0 where STREAMINFO says it. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Of a sample; 0 where STREAMINFO says it. */
  readonly bits: number;
  /** How the head writes rate and bits, for other frames to do the same. */
  readonly codes: FlacCodes;
}

export interface FlacCodes {
  readonly rate: number;
  readonly rateBytes: Buffer;
  readonly bits: number;
}

/** The longest head: sync, codes, a number of 7 bytes, block size, rate and checksum. */
export const FLAC_HEAD_BYTES = 16;

function crcTable(width: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (width - 1);
  const mask = 2 ** width - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) crc = (crc & top ? (crc << 1) ^ polynomial : crc << 1) & mask;
    return crc;
  });
}

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

export const crc8 = (bytes: Uint8Array): number => bytes.reduce((crc, byte) => CRC8[crc ^ byte] ?? 0, 0);

/** Goes on with a frame's checksum, which is 0 over a whole frame with its own checksum at the end. */
export function crc16(bytes: Uint8Array, crc = 0): number {
  for (let i = 0; i < bytes.length; i++)
    crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ (bytes[i] ?? 0)] ?? 0);
  return crc;
}

const RATES = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

/** Bits of a sample by their code. */
const BITS = [0, 8, 12, 0, 16, 20, 24, 32];

/** The coded number, extended UTF-8 of up to 36 bits, and its bytes; null when it is none. */
function codedNumber(bytes: Uint8Array, at: number): readonly [number, number] | null {
  const lead = bytes[at] ?? 0;
  const ones = Math.clz32(~(lead << 24));
  if (ones === 0) return [lead, 1];
  if (ones === 1 || ones > 7) return null;
  let value = ones === 7 ? 0 : lead & (0x7f >> ones);
  for (let i = 1; i < ones; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return [value, ones];
}

function blockSizeOf(code: number, bytes: Buffer, at: number): readonly [number, number] | null {
  if (code === 0) return null;
  if (code === 1) return [192, 0];
  if (code <= 5) return [144 << code, 0];
  if (code === 6) return [(bytes[at] ?? 0) + 1, 1];
  if (code === 7) return [bytes.readUInt16BE(at) + 1, 2];
  return [1 << code, 0];
}

function rateOf(code: number, bytes: Buffer, at: number): readonly [number, number] | null {
  if (code < 12) return [RATES[code] ?? 0, 0];
  if (code === 12) return [(bytes[at] ?? 0) * 1000, 1];
  if (code === 13) return [bytes.readUInt16BE(at), 2];
  return code === 14 ? [bytes.readUInt16BE(at) * 10, 2] : null;
}

/**
 * Reads a frame's head at `at` of `bytes`, or returns null when there is none.
 * @param offset where `bytes` lie in the file
 */
export function readFlacHead(bytes: Buffer, at: number, offset: number): FlacFrame | null {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) return null;
  if (at + FLAC_HEAD_BYTES > bytes.length) {
    // The last frame of a file may be shorter than the longest head.
    const padded = Buffer.concat([bytes.subarray(at), Buffer.alloc(FLAC_HEAD_BYTES)]);
    return readFlacHead(padded, 0, offset + at);
  }
  const [sizes, form] = [bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  const channelCode = form >> 4;
  if (channelCode > 10 || (form & 1) !== 0) return null;
  const number = codedNumber(bytes, at + 4);
  if (!number) return null;
  const afterNumber = at + 4 + number[1];
  const block = blockSizeOf(sizes >> 4, bytes, afterNumber);
  if (!block) return null;
  const rate = rateOf(sizes & 15, bytes, afterNumber + block[1]);
  if (!rate) return null;
  const end = afterNumber + block[1] + rate[1];
  if (crc8(bytes.subarray(at, end)) !== bytes[end]) return null;
  return {
    at: offset + at,
    number: number[0],
    isVariable: ((bytes[at + 1] ?? 0) & 1) !== 0,
    blockSize: block[0],
    sampleRate: rate[0],
    channels: channelCode < 8 ? channelCode + 1 : 2,
    bits: BITS[(form >> 1) & 7] ?? 0,
    codes: {
      rate: sizes & 15,
      rateBytes: Buffer.from(bytes.subarray(afterNumber + block[1], end)),
      bits: (form >> 1) & 7,
    },
  };
}
