// The worker that decodes segments, into memory that the page lends it.
import { FlacDecoder } from '@/audio/flac/decoder';
import type { DecodeReply, DecodeRequest } from './decode-messages';
import { release } from './release';

// The scope of a worker; TypeScript's DOM library describes that of a page.
declare function postMessage(reply: DecodeReply, transfer: Transferable[]): void;

const decoder = new FlacDecoder();

function decode({ bytes, left, right, gain, from }: DecodeRequest): number | string {
  const file = new Uint8Array(bytes);
  try {
    const count =
      from === null
        ? decoder.decode(file, left, right, gain)
        : decoder.decodePart(file, from, left, right, gain);
    // The memory is used again and again: nothing of the window before may sound behind the end of a short one.
    left.fill(0, count);
    right.fill(0, count);
    return count;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  const { left, right, bytes, from } = data;
  const result = decode(data);
  const audio = [left.buffer, right.buffer];
  if (from === null) release([bytes]);
  const isPart = from !== null;
  postMessage({ left, right, result, bytes: isPart ? bytes : null }, isPart ? [...audio, bytes] : audio);
});
