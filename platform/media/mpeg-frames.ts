// Recognises MPEG audio by a chain of frames that follow each other, since its files have no magic number.

import { byteAt } from './byte-at';

const SAMPLES_PER_FRAME = { layer1: 384, layer2: 1152, layer3Mpeg1: 1152, layer3Mpeg2: 576 };
const RATES = [44_100, 48_000, 32_000];
/** kbit/s by bitrate index, for MPEG-1 layers I to III and MPEG-2 layers I and II/III. */
const BITRATES: Record<string, readonly number[]> = {
  '1.1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1.2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1.3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2.1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2.2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** How many frames must follow each other before noise can no longer be the reason. */
const CHAIN = 4;

export interface FrameHeader {
  /** Bytes to the next frame. */
  readonly length: number;
  /** What stays the same from frame to frame: version, layer and rate. */
  readonly kind: string;
}

/** Reads an MPEG-1/2/2.5 audio frame header at `at`, or null when there is none. */
export function mpegFrame(bytes: Uint8Array, at: number): FrameHeader | null {
  const second = byteAt(bytes, at + 1);
  const third = byteAt(bytes, at + 2);
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  const rateIndex = (third >> 2) & 3;
  const fullRate = RATES[rateIndex];
  if (version === 1 || layer === 4 || fullRate === undefined) return null;
  const isMpeg1 = version === 3;
  const table = isMpeg1 ? `1.${layer}` : layer === 1 ? '2.1' : '2.2';
  const bitrate = (BITRATES[table]?.[third >> 4] ?? 0) * 1000;
  if (bitrate === 0) return null;
  const rate = fullRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  const length =
    layer === 1
      ? (Math.floor((SAMPLES_PER_FRAME.layer1 / 32) * (bitrate / rate)) + padding) * 4
      : Math.floor((samplesPerFrame(layer, isMpeg1) / 8) * (bitrate / rate)) + padding;
  return { length, kind: `${version}.${layer}.${rateIndex}` };
}

function samplesPerFrame(layer: number, isMpeg1: boolean): number {
  if (layer === 2) return SAMPLES_PER_FRAME.layer2;
  return isMpeg1 ? SAMPLES_PER_FRAME.layer3Mpeg1 : SAMPLES_PER_FRAME.layer3Mpeg2;
}

/** Reads an AAC frame header in its ADTS wrapping at `at`, or null when there is none. */
export function adtsFrame(bytes: Uint8Array, at: number): FrameHeader | null {
  const byte = (offset: number): number => byteAt(bytes, at + offset);
  if (at + 7 > bytes.length || byte(0) !== 0xff || (byte(1) & 0xf6) !== 0xf0) return null;
  const rateIndex = (byte(2) >> 2) & 15;
  const length = ((byte(3) & 3) << 11) | (byte(4) << 3) | (byte(5) >> 5);
  if (rateIndex > 12 || length < 7) return null;
  return { length, kind: `${byte(1)}.${rateIndex}` };
}

type ReadFrame = (bytes: Uint8Array, at: number) => FrameHeader | null;

/** Whether a chain of frames begins at `at`. */
export function startsChain(
  bytes: Uint8Array,
  at: number,
  readFrame: ReadFrame,
  isWholeFile: boolean,
): boolean {
  const first = readFrame(bytes, at);
  let frame = first;
  for (let count = 1; frame; count++) {
    if (count === CHAIN) return true;
    at += frame.length;
    // A very short file may end before the chain is complete.
    if (isWholeFile && at >= bytes.length) return count > 1;
    frame = readFrame(bytes, at);
    if (frame && frame.kind !== first?.kind) return false;
  }
  return false;
}

/**
 * Looks for the first chain of frames in `bytes`.
 * @param isWholeFile whether nothing follows `bytes`
 * @returns its offset, or -1
 */
export function findFrames(bytes: Uint8Array, readFrame: ReadFrame, isWholeFile: boolean): number {
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (startsChain(bytes, at, readFrame, isWholeFile)) return at;
  }
  return -1;
}
