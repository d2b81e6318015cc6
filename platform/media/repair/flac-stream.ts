// Writes the parts of a FLAC stream (RFC 9639) that take the place of damaged ones: its head, and frames of silence.
import { crc8, crc16, type FlacFrame } from './flac-frames';

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

/**
 * The bits of a channel of silence: a predictor of order 0 and residuals of 0, Rice-coded in two bits each. A constant
 * would be shorter; frames of so few bytes confused FFmpeg's parser when they were tried.
 */
const silentSubframe = (blockSize: number): string =>
  `${'00010000'}${'00'}${'0000'}${'0001'}${'10'.repeat(blockSize)}`;

function bytesOf(bits: string): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2);
  }
  return bytes;
}

/**
 * A frame of `blockSize` samples of silence, 1 to 65536.
 * @param like a frame beside it: FFmpeg loses frames where the codes of their heads change
 */
export function silentFlacFrame(
  like: Pick<FlacFrame, 'channels' | 'codes'>,
  frame: { readonly number: number; readonly isVariable: boolean; readonly blockSize: number },
): Buffer {
  const { channels, codes } = like;
  const { number, isVariable, blockSize } = frame;
  const size = Buffer.alloc(2);
  size.writeUInt16BE(blockSize - 1);
  // The size of the block stands behind the number.
  const sync = [0xff, isVariable ? 0xf9 : 0xf8];
  const start = Buffer.from([...sync, 0x70 | codes.rate, ((channels - 1) << 4) | (codes.bits << 1)]);
  const head = Buffer.concat([start, codedNumber(number), size, codes.rateBytes]);
  const body = bytesOf(silentSubframe(blockSize).repeat(channels));
  const unchecked = Buffer.concat([head, Buffer.from([crc8(head)]), body]);
  const check = Buffer.alloc(2);
  check.writeUInt16BE(crc16(unchecked));
  return Buffer.concat([unchecked, check]);
}
