// Counts the frames of an ID3v2 tag as FFmpeg would read them: a few megabytes can contain hundreds of
// thousands.
import type { FileHandle } from 'node:fs/promises';

const HEADER_BYTES = 10;
/** What stands where a frame begins: its name, or zeros. */
const NAME_OR_PADDING = /^(?:[A-Z0-9]{3,4}|\0{3,4})$/;
/** Frames that contain frames themselves, behind a name that ends with a zero and so many bytes. */
const NESTING: ReadonlyMap<string, number> = new Map([
  ['CHAP', 16],
  ['CTOC', 2],
]);
/** The name of a chapter may be any text; FFmpeg reads 200 bytes of it. */
const NAME_BYTES = 256;

const syncsafe = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum * 128 + (byte & 127), 0);

interface Span {
  readonly start: number;
  readonly end: number;
}

const WINDOW_BYTES = 65_536;

/** A file, read in pieces that many looks share. */
class Window {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Bytes that are there already; fewer than asked for, or none, when they have to be loaded first. */
  peek(at: number, length: number): Buffer {
    const from = at - this.#start;
    return from < 0 ? Buffer.alloc(0) : this.#bytes.subarray(from, from + length);
  }

  /** Bytes of the file; fewer than asked for at its end. */
  async read(at: number, length: number): Promise<Buffer> {
    const present = this.peek(at, length);
    if (present.length === length) return present;
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(WINDOW_BYTES), 0, WINDOW_BYTES, at);
    this.#bytes = buffer.subarray(0, bytesRead);
    this.#start = at;
    return this.peek(at, length);
  }
}

class FrameCounter {
  #count = 0;
  readonly #window: Window;
  readonly #version: number;
  readonly #maxFrames: number;

  /** @param version of ID3v2: 2, 3 or 4 */
  constructor(file: FileHandle, version: number, maxFrames: number) {
    this.#version = version;
    this.#maxFrames = maxFrames;
    this.#window = new Window(file);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Bytes of a frame's content. Some encoders write version 4 sizes as in version 3: the following bytes show
   * which.
   */
  async #sizeOf(header: Buffer, content: number, isNested: boolean): Promise<number> {
    if (this.#version === 2) return header.readUIntBE(3, 3);
    const plain = header.readUInt32BE(4);
    if (this.#version === 3 || isNested || plain <= 127) return plain;
    const safe = syncsafe(header.subarray(4, 8));
    const next = await this.#window.read(content + safe, 4);
    return NAME_OR_PADDING.test(next.toString('latin1')) ? safe : plain;
  }

  /** Counts the frames between two places, those inside chapters included, until there are too many. */
  async walk({ start, end }: Span, isNested: boolean): Promise<void> {
    const [headerBytes, idBytes] = this.#version === 2 ? [6, 3] : [HEADER_BYTES, 4];
    let at = start;
    while (at + headerBytes <= end && this.#count < this.#maxFrames) {
      const header = await this.#window.read(at, headerBytes);
      if (header.length < headerBytes) return;
      if (header.every((byte) => byte === 0)) {
        at = this.#behindPadding(at, headerBytes);
        continue;
      }
      this.#count += 1;
      const content = at + headerBytes;
      const size = await this.#sizeOf(header, content, isNested);
      const next = content + size;
      if (next > end) return;
      const skipped = NESTING.get(header.toString('latin1', 0, idBytes));
      if (skipped !== undefined && !isNested) {
        const name = await this.#window.read(content, Math.min(NAME_BYTES, size));
        const inner = content + Math.max(0, name.indexOf(0)) + 1 + skipped;
        await this.walk({ start: inner, end: next }, true);
      }
      at = next;
    }
  }

  /** FFmpeg steps over zeros header by header and reads on behind them; so does this, without waiting for each. */
  #behindPadding(from: number, headerBytes: number): number {
    for (let at = from + headerBytes; ; at += headerBytes) {
      const header = this.#window.peek(at, headerBytes);
      if (header.length < headerBytes || header.some((byte) => byte !== 0)) return at;
    }
  }
}

/**
 * The number of frames in the ID3v2 tag at `start`, chapters' own frames included.
 * @param maxFrames where counting stops
 */
export async function countId3Frames(file: FileHandle, start: number, maxFrames: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES + 4), 0, HEADER_BYTES + 4, start);
  if (bytesRead < HEADER_BYTES + 4) return 0;
  const [version = 0, flags = 0] = [buffer[3], buffer[5]];
  const end = start + HEADER_BYTES + syncsafe(buffer.subarray(6, 10));
  // An extended header gives its own length: version 4 with the length itself, version 3 without.
  const extended = buffer.subarray(HEADER_BYTES);
  const extra =
    (flags & 0x40) === 0 || version === 2
      ? 0
      : version === 3
        ? extended.readUInt32BE(0) + 4
        : syncsafe(extended);
  const counter = new FrameCounter(file, version, maxFrames);
  await counter.walk({ start: start + HEADER_BYTES + extra, end }, false);
  return counter.count;
}
