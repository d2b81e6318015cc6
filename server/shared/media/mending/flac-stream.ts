// Writes the parts of a FLAC stream (RFC 9639) that take the place of damaged ones: its head, and frames of silence.
import { crc8, crc16 } from './flac-frames';

/** What may change from frame to frame. */
export interface FlacFormat {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: number;
}

/** What STREAMINFO says. */
export interface FlacInfo extends FlacFormat {
  readonly body: Buffer;
  readonly largestBlock: number;
  /** 0 where it is not known. */
  readonly totalSamples: number;
}

const INFO_BYTES = 34;

/** Reads the body of a STREAMINFO block, or returns null when it is too short. */
export function readFlacInfo(body: Buffer): FlacInfo | null {
  if (body.length < INFO_BYTES) return null;
  const packed = body.readUInt32BE(10);
  return {
    body: Buffer.from(body.subarray(0, INFO_BYTES)),
    largestBlock: body.readUInt16BE(2),
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bits: ((packed >>> 4) & 31) + 1,
    totalSamples: (packed & 15) * 2 ** 32 + body.readUInt32BE(14),
  };
}

/** The head of a stream whose blocks have these sizes; its length and checksum are left open. */
export function flacHead(info: FlacInfo, format: FlacFormat, smallest: number, largest: number): Buffer {
  const { sampleRate, channels, bits } = format;
  const body = Buffer.from(info.body);
  body.writeUInt16BE(Math.max(16, smallest), 0);
  body.writeUInt16BE(Math.max(16, largest), 2);
  body.fill(0, 4, 10);
  body.writeUInt32BE(((sampleRate << 12) | ((channels - 1) << 9) | ((bits - 1) << 4)) >>> 0, 10);
  body.fill(0, 14);
  return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, INFO_BYTES]), body]);
}

/** A number as extended UTF-8. */
function codedNumber(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  const bytes: number[] = [];
  let rest = value;
  let room = 0x3f;
  while (rest > room) {
    bytes.unshift(0x80 | (rest % 64));
    rest = Math.floor(rest / 64);
    room >>= 1;
  }
  return Buffer.from([((0xfe << Math.log2(room + 1)) & 0xff) | rest, ...bytes]);
}

/** A frame of `blockSize` samples of silence, 1 to 65536. */
export function silentFlacFrame(
  { channels, bits }: Pick<FlacFormat, 'channels' | 'bits'>,
  frame: { readonly number: number; readonly isVariable: boolean; readonly blockSize: number },
): Buffer {
  const { number, isVariable, blockSize } = frame;
  const size = Buffer.alloc(2);
  size.writeUInt16BE(blockSize - 1);
  // The size of the block stands behind the number; the rate and the bits are those of STREAMINFO.
  const codes = Buffer.from([0xff, isVariable ? 0xf9 : 0xf8, 0x70, (channels - 1) << 4]);
  const head = Buffer.concat([codes, codedNumber(number), size]);
  // A constant of 0 for every channel: all bits are zero.
  const body = Buffer.alloc(Math.ceil((channels * (8 + bits)) / 8));
  const unchecked = Buffer.concat([head, Buffer.from([crc8(head)]), body]);
  const check = Buffer.alloc(2);
  check.writeUInt16BE(crc16(unchecked));
  return Buffer.concat([unchecked, check]);
}
