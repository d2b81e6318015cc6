// Writes the first frame of an MP3 file anew where it is damaged: it holds no sound, and says what delay the sound begins with.
import type { ByteWindow } from '../byte-window';
import type { Piece } from '../pieces';
import type { Run } from './frame-count';
import { MPEG_AUDIO } from './frame-formats';
import { sideBytes } from './xing-header';

/** Samples that the usual encoder puts before the sound; decoders add 529 of their own. */
const USUAL_DELAY = 576;
const ENCODER = 'LAME3.100';
/** Where the encoder and its delay stand behind the name, the flags and the count of frames. */
const ENCODER_AT = 12;
const DELAY_AT = ENCODER_AT + 21;
const HAS_FRAMES = 1;
const MAX_BITRATES = 14;
const PADDED = 2;

/** A frame without sound of `length` bytes, of the bitrate that makes it so long; null where none does. */
function emptyFrame(head: Buffer, length: number): Buffer | null {
  const frame = Buffer.alloc(length);
  head.copy(frame, 0, 0, 4);
  frame[1] = (frame[1] ?? 0) | 1;
  for (let bitrate = 1; bitrate <= MAX_BITRATES; bitrate++) {
    for (const padding of [0, PADDED]) {
      frame[2] = (bitrate << 4) | ((head[2] ?? 0) & 0x0c) | padding;
      if (MPEG_AUDIO.read(frame, 0)?.length === length) return frame;
    }
  }
  return null;
}

/**
 * The header in place of the `bytes` before the first whole frame of `run` at `at`, where they are those of a damaged one:
 * as many as a frame has, before a frame of which nothing lies in others, as only the first of a stream does after it.
 * @returns null where they are anything else
 */
export async function lostInfo(
  window: ByteWindow,
  run: Run,
  at: number,
  bytes: number,
): Promise<Piece | null> {
  const head = Buffer.from(await window.read(at, run.first.length));
  const data = MPEG_AUDIO.mainData(head, head.length);
  if (run.claim || data?.reach !== 0) return null;
  const frame = emptyFrame(head, bytes);
  const nameAt = frame ? 4 + sideBytes(frame) : 0;
  if (!frame || nameAt + DELAY_AT + 3 > frame.length) return null;
  frame.write('Info', nameAt, 'latin1');
  frame.writeUInt32BE(HAS_FRAMES, nameAt + 4);
  frame.writeUInt32BE(run.lengths.length, nameAt + 8);
  frame.write(ENCODER, nameAt + ENCODER_AT, 'latin1');
  frame.writeUIntBE(USUAL_DELAY << 12, nameAt + DELAY_AT, 3);
  return { fill: frame, times: 1 };
}
