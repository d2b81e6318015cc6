// Feeds a running tool through its standard input.
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The error of a pipe whose tool has enough input or has ended: the exit code tells which. */
const CLOSED = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

/** A running tool that reads its standard input. */
interface FedTool {
  readonly stdin: Writable;
  fail(reason: unknown): void;
}

/** Writes all of `bytes` to the tool, or closes its input where there is nothing. Where reading fails, so does the tool. */
export function feed(child: FedTool, bytes: AsyncIterable<Buffer> | null): void {
  if (bytes === null) {
    child.stdin.end();
    return;
  }
  pipeline(Readable.from(bytes), child.stdin).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!CLOSED.has(code)) child.fail(error);
  });
}
