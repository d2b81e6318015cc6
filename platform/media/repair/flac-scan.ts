// Goes through a FLAC file frame by frame: those whose checksum is wrong become silence, so that time is kept.
import { isDeepStrictEqual } from 'node:util';
import { type ByteSource, ByteWindow } from '../byte-window';
import type { Place } from '../damage';
import { joined, type Piece } from '../pieces';
import { crc16, FLAC_HEAD_BYTES, type FlacFrame, readFlacHead } from './flac-frames';
import { type FlacFormat, type FlacInfo, flacHead, readFlacInfo, silentFlacFrame } from './flac-stream';
import { AS_IT_IS, type RepairedFile, type Section } from './repaired-file';

/** Frames are read with this much at first, and up to this much where they are longer. */
const FRAME_BYTES = 65_536;
const LONGEST_FRAME = 4 * 2 ** 20;
const MAX_BLOCKS = 128;
/** Without a total, more than this between two frames is a wrong number and nothing that is missing. */
const LONGEST_GAP_S = 600;
const ID3V1_BYTES = 128;
const MAX_SECTIONS = 64;

interface GoodFrame extends FlacFrame {
  readonly end: number;
}

/** Reads the metadata blocks: STREAMINFO, and where the frames begin. */
async function readHead(window: ByteWindow, start: number) {
  let at = start + 4;
  let info: FlacInfo | null = null;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks++) {
    const head = await window.read(at, 4);
    if (head.length < 4) return null;
    const length = head.readUIntBE(1, 3);
    if (((head[0] ?? 0) & 0x7f) === 0) info ??= readFlacInfo(await window.read(at + 4, length));
    at += 4 + length;
    if (((head[0] ?? 0) & 0x80) !== 0) break;
  }
  return info && { info, framesAt: at };
}

/** Whether `next` is the frame that follows `frame`. */
const follows = (frame: FlacFrame, next: FlacFrame): boolean =>
  next.isVariable === frame.isVariable &&
  next.number === frame.number + (frame.isVariable ? frame.blockSize : 1);

/** Bytes before the tag at the end of a file, all of them where there is none. */
function withoutTag(bytes: Buffer): number {
  const at = Math.max(0, bytes.length - ID3V1_BYTES);
  return bytes.toString('latin1', at, at + 3) === 'TAG' ? at : bytes.length;
}

/** Where the frame at the start of `bytes` ends with a right checksum; null when it does not. */
function endOf(frame: FlacFrame, bytes: Buffer, isRestOfFile: boolean): number | null {
  let crc = 0;
  let at = 0;
  for (let next = bytes.indexOf(0xff, 6); next >= 0; next = bytes.indexOf(0xff, next + 1)) {
    if (((bytes[next + 1] ?? 0) & 0xfe) !== 0xf8) continue;
    crc = crc16(bytes.subarray(at, next), crc);
    at = next;
    if (crc === 0) return next;
    // The frame that should follow has begun, and the checksum of this one is wrong.
    const head = readFlacHead(bytes, next, 0);
    if (head && follows(frame, head)) return null;
  }
  const end = withoutTag(bytes);
  return isRestOfFile && end >= at && crc16(bytes.subarray(at, end), crc) === 0 ? end : null;
}

async function readFrame(window: ByteWindow, at: number): Promise<GoodFrame | null> {
  const frame = readFlacHead(await window.read(at, FLAC_HEAD_BYTES + 8), 0, at);
  if (!frame) return null;
  for (let length = FRAME_BYTES; length <= LONGEST_FRAME; length *= 4) {
    const bytes = await window.read(at, length);
    const isRest = at + bytes.length >= window.fileBytes;
    const end = endOf(frame, bytes, isRest);
    if (end !== null) return { ...frame, end: at + end };
    if (isRest) return null;
  }
  return null;
}

/** The next place at or after `at` that looks like the head of a frame, or the end of the file. */
async function nextHead(window: ByteWindow, at: number): Promise<number> {
  for (let from = at; from < window.fileBytes; from += FRAME_BYTES - 1) {
    const bytes = await window.read(from, FRAME_BYTES + FLAC_HEAD_BYTES);
    for (let i = bytes.indexOf(0xff); i >= 0 && i < FRAME_BYTES; i = bytes.indexOf(0xff, i + 1)) {
      if (((bytes[i + 1] ?? 0) & 0xfe) === 0xf8 && readFlacHead(bytes, i, 0)) return from + i;
    }
  }
  return window.fileBytes;
}

/** All frames with a right checksum, in the order of the file, and what else there was between and behind them. */
async function goodFrames(window: ByteWindow, start: number) {
  const frames: GoodFrame[] = [];
  let isDamaged = false;
  for (let at = start; at < window.fileBytes; ) {
    const frame = await readFrame(window, at);
    if (frame) {
      frames.push(frame);
      at = frame.end;
      continue;
    }
    const next = await nextHead(window, at + 1);
    isDamaged ||= next < window.fileBytes;
    at = next;
  }
  const end = frames.at(-1)?.end ?? window.fileBytes;
  const tail = await window.read(Math.max(end, window.fileBytes - ID3V1_BYTES), ID3V1_BYTES);
  return { frames, isDamaged, restBytes: window.fileBytes - end - (tail.length - withoutTag(tail)) };
}

/** Puts frames of silence where samples are missing. */
class Filler {
  readonly sections: { readonly format: FlacFormat; readonly pieces: Piece[] }[] = [];
  silent = 0;
  readonly silentAt: Place[] = [];
  #atS = 0;
  #sizes = { smallest: 65_535, largest: 16 };
  readonly #info: FlacInfo;

  constructor(
    info: FlacInfo,
    readonly nominal: number,
  ) {
    this.#info = info;
  }

  /** What the frame says of its samples, or STREAMINFO in its place. */
  #formatOf({ sampleRate, channels, bits }: FlacFrame): FlacFormat {
    const info = this.#info;
    return { sampleRate: sampleRate || info.sampleRate, channels, bits: bits || info.bits };
  }

  position = (frame: FlacFrame): number => (frame.isVariable ? frame.number : frame.number * this.nominal);

  /** Puts silence between `from` and the frame. */
  fill(from: number, next: GoodFrame): void {
    const format = this.#formatOf(next);
    for (let at = from; at < this.position(next); ) {
      const blockSize = Math.min(this.nominal, this.position(next) - at);
      const { isVariable } = next;
      const number = isVariable ? at : Math.floor(at / this.nominal);
      const fill = silentFlacFrame(next, { number, isVariable, blockSize });
      this.#piecesOf(format).push({ fill, times: 1 });
      at += blockSize;
      this.silent += blockSize;
      const lengthS = blockSize / format.sampleRate;
      this.silentAt.push({ atS: this.#atS, lengthS });
      this.#atS += lengthS;
    }
  }

  add(frame: GoodFrame): void {
    this.#sizes.smallest = Math.min(this.#sizes.smallest, frame.blockSize);
    this.#sizes.largest = Math.max(this.#sizes.largest, frame.blockSize);
    const format = this.#formatOf(frame);
    this.#piecesOf(format).push({ from: frame.at, to: frame.end });
    this.#atS += frame.blockSize / format.sampleRate;
  }

  finish(): Section[] {
    const { smallest, largest } = this.#sizes;
    return this.sections.map(({ format, pieces }) => ({
      pieces: [{ fill: flacHead(this.#info, format, smallest, largest), times: 1 }, ...joined(pieces)],
    }));
  }

  #piecesOf(format: FlacFormat): Piece[] {
    const last = this.sections.at(-1);
    if (last && isDeepStrictEqual(last.format, format)) return last.pieces;
    const pieces: Piece[] = [];
    this.sections.push({ format, pieces });
    return pieces;
  }
}

interface Found {
  readonly frames: readonly GoodFrame[];
  /** Whether there is anything else before or between them. */
  readonly isDamaged: boolean;
  /** Whether frames before the first of them were lost. */
  readonly isStartLost: boolean;
  /** Bytes behind the last of them that are no tag. */
  readonly restBytes: number;
}

function repair(info: FlacInfo, { frames, isDamaged, isStartLost, restBytes }: Found): RepairedFile {
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last) return AS_IT_IS;
  const decodable = frames.reduce((sum, { blockSize }) => sum + blockSize, 0);
  const { totalSamples: total } = info;
  const filler = new Filler(info, Math.max(first.blockSize, frames[1]?.blockSize ?? 0));
  const isComplete = decodable === total;
  const limit = total > 0 ? total : LONGEST_GAP_S * info.sampleRate;
  // Streams that were cut out of longer ones keep their numbers; only a total that is met by them speaks for a gap, or
  // what lies there in place of frames.
  const reachesTotal = filler.position(last) + last.blockSize === total;
  let at = isComplete || !(reachesTotal || isStartLost) ? filler.position(first) : 0;
  for (const frame of frames) {
    const jump = filler.position(frame) - at;
    if (!isComplete && jump > 0 && jump <= limit) filler.fill(at, frame);
    filler.add(frame);
    at = filler.position(frame) + frame.blockSize;
  }
  const got = decodable + filler.silent;
  // Where no total is known, the data behind the last complete frame is estimated at the average bytes per
  // frame.
  const rest = total > 0 ? Math.max(0, total - got) : (restBytes * decodable) / (last.end - first.at);
  const missingEndS = rest / info.sampleRate;
  const isFalseHead = frames.some(({ blockSize }) => blockSize > info.largestBlock);
  const isSound = !isDamaged && filler.silent === 0 && !isFalseHead && filler.sections.length === 1;
  if (isSound || filler.sections.length > MAX_SECTIONS) return { ...AS_IT_IS, missingEndS };
  const { silentAt } = filler;
  const silentS = silentAt.reduce((sum, { lengthS }) => sum + lengthS, 0);
  return { sections: filler.finish(), silentS, silentAt, missingEndS };
}

/**
 * Scans the FLAC stream at `start`.
 * @returns sections with silence for what is missing, where anything is, and one for each format of samples
 */
export async function scanFlac(file: ByteSource, fileBytes: number, start: number): Promise<RepairedFile> {
  const window = new ByteWindow(file, fileBytes);
  const head = await readHead(window, start);
  if (!head) return AS_IT_IS;
  return scanFlacFrames(file, fileBytes, { ...head, isDamaged: false });
}

export interface FlacStart {
  readonly info: FlacInfo;
  readonly framesAt: number;
  /** Whether the file is known to be damaged, even where all of these frames are whole. */
  readonly isDamaged: boolean;
  /**
   * Whether frames before the first one are known to be lost, or not; absent where the bytes there show it.
   */
  readonly isStartLost?: boolean;
}

/** Scans the frames of a stream whose head has been read. */
export async function scanFlacFrames(
  file: ByteSource,
  fileBytes: number,
  start: FlacStart,
): Promise<RepairedFile> {
  const { frames, isDamaged, restBytes } = await goodFrames(new ByteWindow(file, fileBytes), start.framesAt);
  const isStartLost = start.isStartLost ?? (isDamaged && (frames[0]?.at ?? 0) > start.framesAt);
  return repair(start.info, { frames, isDamaged: isDamaged || start.isDamaged, isStartLost, restBytes });
}
