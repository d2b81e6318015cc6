// Decodes stereo FLAC into memory that the caller owns, so that a player can go on for hours without making garbage.
import { BitReader } from './bit-reader';
import { crc16 } from './crc';
import { findFrame, type StreamInfo } from './find-frame';
import { type FrameHeader, readFrameHeader } from './frame-header';
import { readSubframe } from './subframe';

const STREAM_INFO_BYTES = 34;
const MAX_BLOCK = 65_535;

type Restore = (first: Float64Array, second: Float64Array, count: number) => void;

/** Turns a side channel, which contains left minus right, back into left and right. */
const RESTORE: Readonly<Record<FrameHeader['assignment'], Restore>> = {
  independent: () => undefined,
  'left-side': (left, side, count) => {
    for (let i = 0; i < count; i++) side[i] = left[i]! - side[i]!;
  },
  'side-right': (side, right, count) => {
    for (let i = 0; i < count; i++) side[i] = side[i]! + right[i]!;
  },
  'mid-side': (mid, side, count) => {
    for (let i = 0; i < count; i++) {
      // The side's lowest bit is the one that halving the mid threw away.
      const sum = mid[i]! * 2 + (side[i]! & 1);
      mid[i] = (sum + side[i]!) / 2;
      side[i] = (sum - side[i]!) / 2;
    }
  },
};

/** Reusable: its working memory is made once. */
export class FlacDecoder {
  readonly #reader = new BitReader();
  readonly #channels = [new Float64Array(MAX_BLOCK), new Float64Array(MAX_BLOCK)] as const;

  /**
   * Decodes a whole file; every frame is checked against its checksum.
   * @param left,right written from their first sample on, times `gain` (1 is full scale)
   * @returns the number of samples written
   * @throws RangeError when the bytes are not stereo FLAC, are damaged, or contain more than fits
   */
  decode(bytes: Uint8Array, left: Float32Array, right: Float32Array, gain = 1): number {
    const steps = this.decodeInSteps(bytes, left, right, gain);
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  /**
   * Like `decode`, frame by frame: between two frames the caller may do something else, another file included. Gives
   * how many samples are done.
   */
  *decodeInSteps(
    bytes: Uint8Array,
    left: Float32Array,
    right: Float32Array,
    gain = 1,
  ): Generator<number, number, void> {
    const info = readStreamInfo(bytes);
    const scale = gain / 2 ** (info.bits - 1);
    let done = 0;
    for (let at = info.firstFrame; at < bytes.length; ) {
      const size = this.#readFrame(bytes, at, info);
      if (done + size > left.length) throw new RangeError('The FLAC file is longer than expected.');
      this.#write(0, size, left, right, done, scale);
      done += size;
      at = this.#reader.byteOffset;
      yield done;
    }
    return done;
  }

  /**
   * Decodes as many samples as fit into `left` and `right`, from sample `from` of the file on, and only the
   * frames that contain them.
   * @returns the number of samples written: fewer at the end of the file
   * @throws RangeError like `decode`
   */
  decodePart(bytes: Uint8Array, from: number, left: Float32Array, right: Float32Array, gain = 1): number {
    const info = readStreamInfo(bytes);
    const scale = gain / 2 ** (info.bits - 1);
    const frame = findFrame(this.#reader, bytes, info, from);
    let skip = from - frame.sample;
    let done = 0;
    for (let at = frame.byte; at < bytes.length && done < left.length; at = this.#reader.byteOffset) {
      const size = this.#readFrame(bytes, at, info);
      const count = Math.min(Math.max(0, size - skip), left.length - done);
      this.#write(skip, count, left, right, done, scale);
      done += count;
      skip = Math.max(0, skip - size);
    }
    return done;
  }

  /** Reads the frame at byte `at` into the channels; returns its length in samples. */
  #readFrame(bytes: Uint8Array, at: number, info: StreamInfo): number {
    this.#reader.open(bytes, at);
    const header = readFrameHeader(this.#reader, bytes, at, info.bits);
    this.#readChannels(header);
    this.#checkFrame(bytes, at);
    return header.blockSize;
  }

  #readChannels({ blockSize, assignment, bits }: FrameHeader): void {
    const [first, second] = this.#channels;
    const isSide = assignment === 'side-right' ? 1 : 0;
    readSubframe(this.#reader, first, blockSize, bits + isSide);
    readSubframe(this.#reader, second, blockSize, bits + (assignment === 'independent' || isSide ? 0 : 1));
    this.#reader.align();
    RESTORE[assignment](first, second, blockSize);
  }

  #checkFrame(bytes: Uint8Array, start: number): void {
    const end = this.#reader.byteOffset;
    const stored = this.#reader.read(16);
    if (this.#reader.overrun || stored !== crc16(bytes, start, end)) {
      throw new RangeError('The FLAC data is damaged.');
    }
  }

  /** Writes `count` samples of the frame, from its sample `from` on. */
  #write(
    from: number,
    count: number,
    left: Float32Array,
    right: Float32Array,
    at: number,
    scale: number,
  ): void {
    const [first, second] = this.#channels;
    for (let i = 0; i < count; i++) {
      left[at + i] = first[from + i]! * scale;
      right[at + i] = second[from + i]! * scale;
    }
  }
}

/** Reads past the metadata blocks to the first frame. */
function readStreamInfo(bytes: Uint8Array): StreamInfo {
  const isFlac = bytes[0] === 0x66 && bytes[1] === 0x4c && bytes[2] === 0x61 && bytes[3] === 0x43;
  if (!isFlac || bytes.length < 8 + STREAM_INFO_BYTES) throw new RangeError('This is not a FLAC file.');
  const channels = ((bytes[20]! >> 1) & 7) + 1;
  const bits = (((bytes[20]! & 1) << 4) | (bytes[21]! >> 4)) + 1;
  if (channels !== 2) throw new RangeError(`A stereo FLAC file has 2 channels, not ${channels}.`);
  let at = 4;
  for (let last = false; !last && at < bytes.length; ) {
    last = bytes[at]! >= 128;
    at += 4 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  const blockSize = (bytes[10]! << 8) | bytes[11]!;
  const length = (bytes[21]! & 15) * 2 ** 32 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(22);
  return { firstFrame: at, bits, blockSize, length };
}
