// Walks through the chunks of RIFF-like files without reading their contents.
import type { FileHandle } from 'node:fs/promises';

export interface Chunk {
  readonly id: string;
  /** Where its content begins, and how long it is by its header: more than there is in a cut file. */
  readonly at: number;
  readonly size: number;
  readonly nextAt: number;
}

/** How one kind of file writes the head of a chunk. */
export interface ChunkHead {
  readonly bytes: number;
  read(head: Buffer, at: number): Chunk;
}

/** More chunks than any recorder writes: a file with more is not worth the reading. */
const MAX_CHUNKS = 4_096;

/** Lengths from here on are what streams and recorders write that do not know it yet. */
export const OPEN_BYTES = 0x7fff_0000;

/** How much of `claimed` bytes at `at` is there, and how much is missing. */
export function presentBytes(at: number, claimed: number, fileBytes: number) {
  const rest = Math.max(0, fileBytes - at);
  const dataBytes = Math.min(claimed, rest);
  return { dataBytes, missingBytes: claimed < OPEN_BYTES ? claimed - dataBytes : 0 };
}

/** Reads `length` bytes at `at`, or what there is of them. */
export async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

/** The chunks from `start` on, until the file ends or what follows is no chunk. */
export async function* chunksOf(
  file: FileHandle,
  start: number,
  { bytes, read }: ChunkHead,
): AsyncGenerator<Chunk, void, void> {
  let at = start;
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const head = await readAt(file, at, bytes);
    if (head.length < bytes) return;
    const chunk = read(head, at);
    yield chunk;
    if (!(chunk.nextAt > at)) return;
    at = chunk.nextAt;
  }
}

/** Heads of four letters and 32 bits of length; contents of odd length are followed by a byte of nothing. */
export const iffHead = (bigEndian: boolean): ChunkHead => ({
  bytes: 8,
  read(head, at) {
    const size = bigEndian ? head.readUInt32BE(4) : head.readUInt32LE(4);
    return { id: head.toString('latin1', 0, 4), at: at + 8, size, nextAt: at + 8 + size + (size % 2) };
  },
});

/** Wave64: heads of a GUID, which begins with the four letters, and 64 bits of length that count the head as well. */
export const wave64Head: ChunkHead = {
  bytes: 24,
  read(head, at) {
    const size = Math.max(0, Number(head.readBigUInt64LE(16)) - 24);
    return {
      id: head.toString('latin1', 0, 4),
      at: at + 24,
      size,
      nextAt: at + 24 + Math.ceil(size / 8) * 8,
    };
  },
};

/** Core Audio: heads of four letters and 64 bits of length, -1 for data that lasts until the file ends. */
export const cafHead: ChunkHead = {
  bytes: 12,
  read(head, at) {
    const signed = Number(head.readBigInt64BE(4));
    const size = signed < 0 ? Number.POSITIVE_INFINITY : signed;
    return { id: head.toString('latin1', 0, 4), at: at + 12, size, nextAt: at + 12 + size };
  },
};
