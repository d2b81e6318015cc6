// A file as pieces of itself with fillings between them, streamed to FFmpeg in its place.
import { open } from 'node:fs/promises';

/** Bytes of the file, or bytes that stand for what is missing in it, so many times. */
export type Piece =
  | { readonly from: number; readonly to: number }
  | { readonly fill: Buffer; readonly times: number };

const BLOCK = 2 ** 18;

/** Streams the pieces of the file at `path` one after the other. */
export async function* streamPieces(
  path: string,
  pieces: readonly Piece[],
): AsyncGenerator<Buffer, void, void> {
  const file = await open(path);
  try {
    for (const piece of pieces) {
      if ('fill' in piece) {
        for (let i = 0; i < piece.times; i++) yield piece.fill;
        continue;
      }
      for (let at = piece.from; at < piece.to; ) {
        const room = Buffer.alloc(Math.min(BLOCK, piece.to - at));
        const { buffer, bytesRead } = await file.read(room, 0, room.length, at);
        if (bytesRead === 0) break;
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    }
  } finally {
    await file.close();
  }
}

/** Joins pieces that touch. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last && 'to' in last && 'from' in piece && last.to === piece.from) {
      all[all.length - 1] = { from: last.from, to: piece.to };
    } else all.push(piece);
  }
  return all;
}
