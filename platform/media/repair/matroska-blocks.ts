// Finds the frames of the one track of a Matroska file in its blocks, also behind damage.

import type { ByteWindow } from '../byte-window';
import type { ByteRange } from './byte-ranges';
import { FLAC_HEAD_BYTES, readFlacHead } from './flac-frames';

const SEGMENT = 0x1853_8067;
const CLUSTER = 0x1f43_b675;
const TRACKS = 0x1654_ae6b;
const TRACK = 0xae;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const CODEC = 0x86;
const PRIVATE = 0x63a2;
const ENCODINGS = 0x6d80;

/** What is gone through rather than over. */
const PARENTS = new Set([SEGMENT, CLUSTER, TRACKS, TRACK, BLOCK_GROUP]);
/** What else may lie between them: heads, tags, indexes, positions and what belongs to a block or a track. */
const OTHERS = new Set([
  0x1a45_dfa3, 0xec, 0xbf, 0x114d_9b74, 0x1549_a966, 0x1254_c367, 0x1c53_bb6b, 0x1043_a770, 0x1941_a469, 0xe7,
  0xa7, 0xab, 0x9b, 0xfb, 0x75a2, 0x75a1, 0xa4, 0x8e, 0x5854,
]);

const HEAD_BYTES = 12;
/** The number of the track in one byte, a time and flags. */
const BLOCK_HEAD_BYTES = 4;
const LACING = 0x06;
const SEARCH_BYTES = 65_536;
/** The longest size, and the name of a block before it. */
const BEFORE_FRAME = BLOCK_HEAD_BYTES + 9;
const MAX_PRIVATE_BYTES = 2 ** 20;

interface Element {
  readonly id: number;
  /** Where its content begins and ends; it has no end where its size was not known to the writer. */
  readonly from: number;
  readonly to: number;
}

/** The number at `at` of which the leading zeros say how many bytes it has; all ones are infinity. */
function variableNumber(bytes: Buffer, at: number): { value: number; length: number } | null {
  const length = Math.clz32((bytes[at] ?? 0) << 24) + 1;
  if (length > 8 || at + length > bytes.length) return null;
  let value = (bytes[at] ?? 0) & (0xff >> length);
  for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return { value: value >= 2 ** (7 * length) - 1 ? Number.POSITIVE_INFINITY : value, length };
}

async function readElement(window: ByteWindow, at: number): Promise<Element | null> {
  const bytes = await window.read(at, HEAD_BYTES);
  const idBytes = Math.clz32((bytes[0] ?? 0) << 24) + 1;
  const size = idBytes > 4 ? null : variableNumber(bytes, idBytes);
  if (!size) return null;
  const from = at + idBytes + size.length;
  return { id: bytes.readUIntBE(0, idBytes), from, to: from + size.value };
}

/** The start of a block whose frame begins at `at` of `bytes`, or -1. */
function blockBefore(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 8; length++) {
    const sizeAt = at - BLOCK_HEAD_BYTES - length;
    const id = bytes[sizeAt - 1];
    const size = sizeAt > 0 ? variableNumber(bytes, sizeAt) : null;
    if (size?.length === length && (id === SIMPLE_BLOCK || id === BLOCK)) return sizeAt - 1;
  }
  return -1;
}

/** Where the next cluster, or the next block with a frame of FLAC, begins behind `at`; the end of the file without any. */
async function nextBlock(window: ByteWindow, at: number): Promise<number> {
  for (let from = at; from < window.fileBytes; from += SEARCH_BYTES) {
    const bytes = await window.read(from, SEARCH_BYTES + BEFORE_FRAME + FLAC_HEAD_BYTES);
    for (let i = 0; i + 4 <= bytes.length; i++) {
      if (bytes[i] === 0x1f && bytes.readUInt32BE(i) === CLUSTER) return from + i;
      const isFrame = bytes[i] === 0xff && readFlacHead(bytes, i, 0) !== null;
      const block = isFrame ? blockBefore(bytes, i) : -1;
      if (block >= 0) return from + block;
    }
  }
  return window.fileBytes;
}

/** The frames of a track, and what decodes them. */
export interface MatroskaTrack {
  /** What the track says to its decoder, which begins with the name and the STREAMINFO of FLAC. */
  readonly head: Buffer;
  readonly frames: readonly ByteRange[];
  /** Whether anything but elements lies between the blocks, and before the first. */
  readonly isDamaged: boolean;
  readonly isStartLost: boolean;
}

class BlockWalk {
  head: Buffer | null = null;
  frames: ByteRange[] = [];
  isDamaged = false;
  isStartLost = false;
  #tracks = 0;
  #isFlac = false;
  #isOther = false;
  readonly #window: ByteWindow;

  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** @returns whether the file has a single track, of FLAC, with each of its frames in a block of its own */
  async run(): Promise<boolean> {
    const window = this.#window;
    let [at, last] = [0, 0];
    while (at < window.fileBytes && !this.#isOther) {
      const element = await readElement(window, at);
      const isKnown = element !== null && (await this.#take(element));
      if (isKnown) {
        last = at;
        at = PARENTS.has(element.id) ? element.from : Math.min(element.to, window.fileBytes);
        continue;
      }
      at = await this.#resume(at, last);
    }
    return !this.#isOther && this.#tracks === 1 && this.#isFlac && this.head !== null;
  }

  /** A wrong size leads astray, so blocks are looked for from behind the last head on. */
  async #resume(at: number, last: number): Promise<number> {
    if (this.#tracks === 0) {
      this.#isOther = true;
      return at;
    }
    this.isDamaged = true;
    if (this.frames.length === 0) this.isStartLost = true;
    const next = await nextBlock(this.#window, last + 1);
    const frame = this.frames.at(-1);
    if (frame && frame.to > next) this.frames[this.frames.length - 1] = { from: frame.from, to: next };
    return next;
  }

  /** Takes what is of use in an element; returns whether it is one that is known. */
  async #take({ id, from, to }: Element): Promise<boolean> {
    if (PARENTS.has(id)) {
      if (id === TRACK) this.#tracks++;
      // Of a film the sound may begin later than the picture; what comes before tracks are known is none of these.
      this.#isOther ||= this.#tracks > 1 || (id === CLUSTER && !this.#isFlac);
      return true;
    }
    if (id === SIMPLE_BLOCK || id === BLOCK) return this.#takeBlock(from, to);
    if (this.#tracks === 0 || OTHERS.has(id)) return OTHERS.has(id);
    return this.#takeOfTrack(id, from, to);
  }

  async #takeBlock(from: number, to: number): Promise<boolean> {
    const head = await this.#window.read(from, BLOCK_HEAD_BYTES);
    if (!Number.isFinite(to) || head.length < BLOCK_HEAD_BYTES || ((head[0] ?? 0) & 0x80) === 0) return false;
    this.#isOther ||= ((head[3] ?? 0) & LACING) !== 0 && this.frames.length === 0;
    this.frames.push({ from: from + BLOCK_HEAD_BYTES, to: Math.min(to, this.#window.fileBytes) });
    return true;
  }

  /** What belongs to the track lies before the first block. */
  async #takeOfTrack(id: number, from: number, to: number): Promise<boolean> {
    if (this.frames.length > 0 || to > this.#window.fileBytes) return false;
    if (id === CODEC)
      this.#isFlac = (await this.#window.read(from, to - from)).toString('latin1') === 'A_FLAC';
    this.#isOther ||= id === ENCODINGS;
    if (id === PRIVATE && to - from < MAX_PRIVATE_BYTES) {
      this.head = Buffer.from(await this.#window.read(from, to - from));
    }
    return true;
  }
}

/** Finds the frames of a file of one track of FLAC; null for any other. */
export async function readMatroskaFlac(window: ByteWindow): Promise<MatroskaTrack | null> {
  const walk = new BlockWalk(window);
  if (!(await walk.run()) || walk.head === null) return null;
  const { head, frames, isDamaged, isStartLost } = walk;
  return { head, frames, isDamaged, isStartLost };
}
