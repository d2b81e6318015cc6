// Corrects what the LAME tag of an MP3 file says about its length, where FFmpeg cannot write it.
import { type FileHandle, open } from 'node:fs/promises';
import { MediaToolError } from './errors';

/*
 * The tag counts the samples that encoding put before the sound (12 bits) and after it (12 bits). FFmpeg takes the
 * second count from the last packet alone, which has no more samples than a frame. A sound whose end lies in the last
 * 47 samples of a frame, counted with the 1105 that a decoder is late by, needs the rest of that frame and one more:
 * such files decoded to 1 to 47 samples too many. How many frames there are and how long the sound is, is known.
 */

const ID3_HEAD = 10;
/** A frame header, at most 32 bytes of side information, and the tag. */
const TAG_FRAME = 4 + 32 + 156;
/** Offsets from the word `Xing` or `Info`. */
const FRAME_COUNT_AT = 8;
const DELAYS_AT = 141;
const CRC_AT = 154;
const MAX_PADDING = 0xfff;

/** CRC-16 with the polynomial 0x8005, bits reversed, as LAME computes it over what lies before it. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** Where the first MPEG frame begins: after the ID3v2 tag, whose length is written in 7 bits a byte. */
async function firstFrame(file: FileHandle): Promise<number> {
  const { buffer: head } = await file.read(Buffer.alloc(ID3_HEAD), 0, ID3_HEAD, 0);
  if (head.toString('latin1', 0, 3) !== 'ID3') return 0;
  return ID3_HEAD + head.subarray(6, ID3_HEAD).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}

/** Samples of a frame of layer III: MPEG-1 has twice as many as MPEG-2 and 2.5. */
const frameSamples = (frame: Buffer): number => (((frame.readUInt8(1) >> 3) & 3) === 3 ? 1152 : 576);

/**
 * Writes into the tag of an MP3 file how much of its end is padding, so that it decodes to the sound's own
 * length.
 * @param lengthSamples of the sound that was encoded
 * @throws MediaToolError when the file has no such tag or is shorter than that
 */
export async function writeMp3Length(path: string, lengthSamples: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const start = await firstFrame(file);
    const { buffer: frame } = await file.read(Buffer.alloc(TAG_FRAME), 0, TAG_FRAME, start);
    const tag = Math.max(frame.indexOf('Xing'), frame.indexOf('Info'));
    if (tag < 0) throw new MediaToolError('The MP3 file could not be completed.', 'It has no LAME tag.');
    const delay = frame.readUIntBE(tag + DELAYS_AT, 3) >> 12;
    const padding = frame.readUInt32BE(tag + FRAME_COUNT_AT) * frameSamples(frame) - delay - lengthSamples;
    if (padding < 0 || padding > MAX_PADDING) {
      throw new MediaToolError('The MP3 file could not be completed.', `Its padding would be ${padding}.`);
    }
    frame.writeUIntBE(delay * (MAX_PADDING + 1) + padding, tag + DELAYS_AT, 3);
    frame.writeUInt16BE(crc16(frame.subarray(0, tag + CRC_AT)), tag + CRC_AT);
    await file.write(frame, 0, tag + CRC_AT + 2, start);
  } finally {
    await file.close();
  }
}
