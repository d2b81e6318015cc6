// Follows the blocks of compressed WAV files: what is damaged or removed becomes silence, and the header says what is missing.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import type { Place } from '../damage';
import { type Chunk, iffHead, presentBytes, readAt } from '../pcm/chunks';
import { findTail } from '../pcm/file-tail';
import { readWaveChunks, type WaveChunks } from '../pcm/wave-chunks';
import { joined, type Piece } from '../pieces';
import { AS_IT_IS, type RepairedFile } from './repaired-file';
import { type BlockFormat, readBlockFormat } from './wave-blocks';
import { MAX_BYTES, waveHead, withSilentEnd } from './wave-fill';

/** So many heads in a row are no chance; where the sound ends before, at least the second number. */
const CHAIN = 6;
const MIN_CHAIN = 3;
/** How far blocks are looked for behind damage: at any place within the first, and behind it at steps of blocks. */
const SEARCH_BYTES = 2 ** 18;

/** A place where blocks are lost, and by how many of silence they are replaced. */
interface Hole {
  readonly piece: { readonly fill: Buffer; times: number };
  /**
   * Whether bytes were removed or inserted here, so that the remaining ones do not show how many blocks are
   * lost.
   */
  readonly isShifted: boolean;
}

class BlockScan {
  readonly pieces: Piece[] = [];
  readonly holes: Hole[] = [];
  blocks = 0;
  /** Bytes behind the last whole block. */
  restBytes = 0;
  readonly #window: ByteWindow;
  readonly #format: BlockFormat;
  readonly #endAt: number;

  constructor(window: ByteWindow, format: BlockFormat, endAt: number) {
    this.#window = window;
    this.#format = format;
    this.#endAt = endAt;
  }

  async run(start: number): Promise<void> {
    const { length } = this.#format;
    let at = start;
    while (at + length <= this.#endAt) {
      if (await this.#isHead(at)) {
        this.pieces.push({ from: at, to: at + length });
        this.blocks++;
        at += length;
        continue;
      }
      const next = await this.#resume(at, start);
      if (next === null) break;
      at = next;
    }
    this.restBytes = Math.max(0, this.#endAt - at);
  }

  async #isHead(at: number): Promise<boolean> {
    return this.#format.isHead(await this.#window.read(at, this.#format.headBytes));
  }

  /** Whether blocks follow each other from `at` on. */
  async #isChain(at: number): Promise<boolean> {
    const { length } = this.#format;
    for (let count = 0; count < CHAIN; count++) {
      const from = at + count * length;
      if (from + length > this.#endAt) return count >= MIN_CHAIN;
      if (!(await this.#isHead(from))) return false;
    }
    return true;
  }

  /** Fills the hole at `at`, where a block should begin, and returns where blocks go on; null where none do. */
  async #resume(at: number, start: number): Promise<number | null> {
    const { length, silence } = this.#format;
    const limit = Math.min(this.#endAt - length, at + SEARCH_BYTES);
    // A damaged block in its place before anything else.
    for (let next = at + length; next <= limit; next += length) {
      if (!(await this.#isChain(next))) continue;
      const piece = { fill: silence, times: (next - at) / length };
      this.#add({ piece, isShifted: false });
      return next;
    }
    // The bytes were removed or inserted in the block before, whose head is still right.
    const from = Math.max(start, at - length);
    for (let next = from + 1; next <= limit; next++) {
      if (!(await this.#isHead(next)) || !(await this.#isChain(next))) continue;
      if (from < at) {
        this.pieces.pop();
        this.blocks--;
      }
      const piece = { fill: silence, times: Math.max(1, Math.round((next - from) / length)) };
      this.#add({ piece, isShifted: true });
      return next;
    }
    return null;
  }

  #add(hole: Hole): void {
    this.pieces.push(hole.piece);
    this.holes.push(hole);
  }
}

/** Gives the blocks that are missing in all to the places where bytes were removed or inserted, in equal shares. */
function settle(holes: readonly Hole[], missing: number): void {
  const shifted = holes.filter(({ isShifted }) => isShifted);
  const others = holes.filter(({ isShifted }) => !isShifted);
  const rest = Math.max(0, missing - others.reduce((sum, { piece }) => sum + piece.times, 0));
  for (const [i, { piece }] of shifted.entries()) {
    piece.times = Math.round((rest * (i + 1)) / shifted.length) - Math.round((rest * i) / shifted.length);
  }
}

/** Whether what lies between the end of the chunks and that of the file is no sound: a chunk that was cut, or nothing. */
async function isAppended(file: FileHandle, end: number, fileBytes: number): Promise<boolean> {
  if (fileBytes <= end) return false;
  const bytes = await readAt(file, end, Math.min(32, fileBytes - end));
  const isChunk = /^[\x20-\x7e]{4}$/.test(bytes.toString('latin1', 0, 4));
  return isChunk || new Set(bytes).size === 1;
}

/**
 * Where the sound ends: after as many bytes as the header declares, corrected for removed or inserted ones,
 * which are known from the length of the whole file.
 */
async function soundEnd(
  file: FileHandle,
  fileBytes: number,
  data: Chunk,
  riffEndAt: number,
): Promise<number> {
  const end = Math.min(fileBytes, data.at + data.size);
  if (riffEndAt === 0 || riffEndAt === fileBytes) return end;
  const { at: dataOffset, size: claimedBytes, nextAt } = data;
  const stated = { dataOffset, claimedBytes, nextAt, endAt: riffEndAt, head: iffHead(false) };
  const tailAt = await findTail(file, fileBytes, stated);
  if (tailAt !== null) return tailAt;
  return riffEndAt === nextAt && !(await isAppended(file, end, fileBytes)) ? fileBytes : end;
}

/** The frames that the file declares, by its data and its `fact` chunk; 0 where neither declares any. */
function statedFrames({ data, frames, longBytes }: WaveChunks, { length, samples }: BlockFormat): number {
  const size = data && presentBytes(0, data.size, 0).missingBytes;
  const byBlocks = Math.floor((size || longBytes) / length) * samples;
  // Some writers count the samples of all channels, or bytes: never trusted beyond what fits into the data.
  return byBlocks > 0 && frames > 0 ? Math.min(byBlocks, frames) : byBlocks || frames;
}

/** What is fed to FFmpeg in place of a file with holes, and where they are. */
function filled(scan: BlockScan, fmt: Buffer, { length, samples, sampleRate }: BlockFormat) {
  const silentAt: Place[] = [];
  let blocks = 0;
  for (const piece of scan.pieces) {
    const count = 'fill' in piece ? piece.times : 1;
    const [atS, lengthS] = [blocks, count].map((n) => (n * samples) / sampleRate) as [number, number];
    if ('fill' in piece) silentAt.push({ atS, lengthS });
    blocks += count;
  }
  const silentS = silentAt.reduce((sum, { lengthS }) => sum + lengthS, 0);
  const head = { fill: waveHead(fmt, blocks * length), times: 1 };
  return { silentS, silentAt, sections: [{ pieces: [head, ...joined(scan.pieces)] }] };
}

/**
 * Looks at a compressed WAV or Wave64 file.
 * @returns blocks of silence for those that are damaged, removed or written over, and how long the file says it lasts
 */
export async function repairWave(file: FileHandle, fileBytes: number): Promise<RepairedFile> {
  const chunks = await readWaveChunks(file);
  const { fmt, data, bigEndian } = chunks;
  const format = fmt && !bigEndian ? readBlockFormat(fmt) : null;
  if (!fmt || !data || !format) return AS_IT_IS;
  const stated = statedFrames(chunks, format);
  const asItIs = { ...AS_IT_IS, statedS: stated / format.sampleRate };
  const window = new ByteWindow(file, fileBytes);
  const endAt = await soundEnd(file, fileBytes, data, chunks.endAt);
  if (format.headBytes === 0) return { ...asItIs, ...withSilentEnd(data, endAt, fmt, format, stated) };
  const isUsual = format.isHead(await window.read(data.at, format.headBytes));
  if (!isUsual || endAt - data.at > MAX_BYTES) return asItIs;
  const scan = new BlockScan(window, format, endAt);
  await scan.run(data.at);
  if (scan.holes.length === 0) return asItIs;
  const isCutAtEnd = scan.restBytes > 0 && scan.restBytes !== data.size % format.length;
  const expected = Math.floor(data.size / format.length);
  if (stated > 0 && data.size < MAX_BYTES && !isCutAtEnd) settle(scan.holes, expected - scan.blocks);
  return { ...asItIs, ...filled(scan, fmt, format), demuxer: 'wav' };
}
