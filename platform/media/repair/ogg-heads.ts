// Finds what decoders need in the damaged first pages of an Ogg stream: the heads of Vorbis and Opus, STREAMINFO of FLAC.
import { type FlacInfo, readFlacInfo } from './flac-stream';

const VORBIS_HEAD_BYTES = 30;
/** The Vorbis packet with its codebooks, which begin behind their count. */
const VORBIS_SETUP = '\x05vorbis';
const CODEBOOK = 'BCV';
const OPUS_HEAD_BYTES = 19;

/** A packet of tags without any, as both codecs write them: no vendor, no comments. */
const noTags = (name: string, end: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(name, 'latin1'), Buffer.alloc(8), Buffer.from(end)]);

/** Two channels, as every decoder can make of any packet, and the delay of the usual encoder. */
const USUAL_OPUS_HEAD = Buffer.from('OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0', 'latin1');

/** The content of a page before the sound, or bytes in its place. */
export interface HeadBytes {
  readonly bytes: Buffer;
  /** Whether it begins within a packet of the page before it. */
  readonly continues: boolean;
}

/** What follows `name` where it is first found, with the name itself. */
function after(name: string, parts: readonly HeadBytes[]): Buffer | null {
  for (const { bytes } of parts) {
    const at = bytes.indexOf(name, 0, 'latin1');
    if (at >= 0) return bytes.subarray(at);
  }
  return null;
}

function opusHead(parts: readonly HeadBytes[]): Buffer | null {
  const found = after('OpusHead', parts);
  if (!found && !after('OpusTags', parts)) return null;
  const [version, channels, family] = [found?.[8] ?? 255, found?.[9] ?? 0, found?.[18] ?? 255];
  const isSound = version < 16 && channels > 0 && channels <= (family === 0 ? 2 : 8) && family <= 1;
  if (!found || !isSound) return USUAL_OPUS_HEAD;
  // Behind family 1 come the numbers of streams, and which channel of which is which.
  return found.subarray(0, OPUS_HEAD_BYTES + (family === 0 ? 0 : 2 + channels));
}

/** The packet with the codebooks, which ends with its page or goes on to those that continue it. */
function vorbisSetup(parts: readonly HeadBytes[]): Buffer | null {
  const codebook = VORBIS_SETUP.length + 1;
  for (const [i, { bytes }] of parts.entries()) {
    let at = bytes.indexOf(VORBIS_SETUP, 0, 'latin1');
    while (at >= 0 && bytes.toString('latin1', at + codebook, at + codebook + CODEBOOK.length) !== CODEBOOK) {
      at = bytes.indexOf(VORBIS_SETUP, at + 1, 'latin1');
    }
    if (at < 0) continue;
    const next = parts.findIndex(({ continues }, other) => other > i && !continues);
    const others = parts.slice(i + 1, next < 0 ? parts.length : next);
    return Buffer.concat([bytes.subarray(at), ...others.map((part) => part.bytes)]);
  }
  return null;
}

function vorbisHeads(parts: readonly HeadBytes[]): readonly Buffer[] | null {
  const head = after('\x01vorbis', parts)?.subarray(0, VORBIS_HEAD_BYTES);
  const setup = vorbisSetup(parts);
  if (!head || !setup || head.length < VORBIS_HEAD_BYTES) return null;
  const [channels, rate] = [head[11] ?? 0, head.readUInt32LE(12)];
  return channels > 0 && rate > 0 ? [head, noTags('\x03vorbis', [1]), setup] : null;
}

/**
 * The packets that a decoder of Opus or Vorbis needs before the first of sound, with tags left out.
 * @param parts what lies before the first page of sound
 * @returns null where they are damaged themselves
 */
export function decoderHeads(parts: readonly HeadBytes[]): readonly Buffer[] | null {
  const opus = opusHead(parts);
  return opus ? [opus, noTags('OpusTags', [])] : vorbisHeads(parts);
}

/** The first packet of FLAC from its beginning, or null where it is damaged. */
export const flacHeadIn = (parts: readonly HeadBytes[]): Buffer | null => after('\x7fFLAC', parts);

/** STREAMINFO in the first packet of FLAC, or null where it is damaged. */
export function flacInfoIn(parts: readonly HeadBytes[]): FlacInfo | null {
  const info = readFlacInfo(after('fLaC', parts)?.subarray(8) ?? Buffer.alloc(0));
  return info && info.sampleRate > 0 ? info : null;
}
