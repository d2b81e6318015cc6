// Reads the Xing header in the first frame of MPEG audio, which counts the frames.
import type { ScannedFrame } from './scanned-frame';

/** What a Xing header in the first frame claims: the frames that follow it, and the samples without padding. */
export interface Claim {
  readonly frames: number;
  readonly samples: number | null;
}

/** Where the encoder's name begins behind "Xing": behind the counts of frames and bytes, the table and the quality. */
const ENCODER_AT = 120;
const PADDING_AT = ENCODER_AT + 21;
const ALL_FIELDS = 15;
/** A frame header, the longest side information, and the header that counts. */
export const CLAIM_BYTES = 4 + 32 + PADDING_AT + 3;

/** Bytes of side information in a frame of layer III, behind which its data begin, or the header that counts is written. */
export function sideBytes(frame: Buffer): number {
  const isMpeg1 = (((frame[1] ?? 0) >> 3) & 3) === 3;
  const isMono = (frame[3] ?? 0) >> 6 === 3;
  if (isMpeg1) return isMono ? 17 : 32;
  return isMono ? 9 : 17;
}

/** The Xing or Info header in the frame at the start of `bytes`, or null when it is a frame of sound. */
export function readClaim(bytes: Buffer, { samples: frameSamples }: ScannedFrame): Claim | null {
  if (bytes.length < 4) return null;
  const at = 4 + sideBytes(bytes);
  const name = bytes.toString('latin1', at, at + 4);
  if ((name !== 'Xing' && name !== 'Info') || at + PADDING_AT + 3 > bytes.length) return null;
  const flags = bytes.readUInt32BE(at + 4);
  if ((flags & 1) === 0) return null;
  const frames = bytes.readUInt32BE(at + 8);
  const padding = flags === ALL_FIELDS ? bytes.readUIntBE(at + PADDING_AT, 3) : 0;
  const samples = frames * frameSamples - (padding >> 12) - (padding & 0xfff);
  return { frames, samples: padding > 0 ? samples : null };
}
