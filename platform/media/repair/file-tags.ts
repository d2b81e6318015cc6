// Reads what lies between and before the frames of MPEG audio: ID3 and APE tags, and the Xing header that counts frames.
import type { ScannedFrame } from './frame-formats';

/** Bytes of a tag at the end of a file, which joined files have in the middle. */
const ID3V1_BYTES = 128;

/** Bytes of the tag at the start of `bytes`, or 0. */
export function tagLength(bytes: Buffer): number {
  const name = bytes.toString('latin1', 0, 8);
  if (name.startsWith('TAG')) return ID3V1_BYTES;
  if (name === 'APETAGEX' && bytes.length >= 32) {
    // The header of 32 bytes counts what follows it, its footer included.
    return 32 + (((bytes[23] ?? 0) & 0x20) !== 0 ? bytes.readUInt32LE(12) : 0);
  }
  if (!name.startsWith('ID3') || bytes.length < 10) return 0;
  return 10 + bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
}

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
