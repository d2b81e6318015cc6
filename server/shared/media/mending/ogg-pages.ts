// Reads the pages of Ogg files, and what the first packet of a stream says about its length.
import type { ByteWindow } from './byte-window';

const HEAD_BYTES = 27;
const BEGINS_STREAM = 2;
const OPUS_RATE = 48_000;
/** Where STREAMINFO begins in the first packet of FLAC, and its bits of rate and length in it. */
const FLAC_INFO_AT = 17;
const FLAC_RATE_AT = FLAC_INFO_AT + 10;
/** What the first packet of a Vorbis stream begins with. */
const VORBIS = '\x01vorbis';
const FLAC = '\x7fFLAC';

/** The next page at or after `at`, or -1. */
export async function nextPage(window: ByteWindow, at: number): Promise<number> {
  const STEP = 65_536;
  for (let from = at; from + HEAD_BYTES <= window.fileBytes; from += STEP - 3) {
    const found = (await window.read(from, STEP)).indexOf('OggS', 0, 'latin1');
    if (found >= 0) return from + found;
  }
  return -1;
}

/** CRC-32 with the polynomial 0x04c11db7, highest bit first, as Ogg computes it. */
const CRC32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc >>> 0;
});
const CRC_AT = 22;

/** Whether the page from `at` to `end` is there as it was written. */
export async function isPageWhole(window: ByteWindow, at: number, end: number): Promise<boolean> {
  if (end > window.fileBytes) return false;
  const page = Buffer.from(await window.read(at, end - at));
  const written = page.readUInt32LE(CRC_AT);
  page.writeUInt32LE(0, CRC_AT);
  let crc = 0;
  for (let i = 0; i < page.length; i++) crc = (crc << 8) ^ CRC32[(crc >>> 24) ^ page[i]!]!;
  return crc >>> 0 === written;
}

/** The rate that positions count in, and the length in samples that the first packet of a stream states. */
export interface StreamHeader {
  readonly rate: number;
  readonly samples: number;
  /** Whether positions are sample counts from the beginning of the stream, nothing to be subtracted. */
  readonly countsFromStart: boolean;
}

export interface Page {
  readonly isBeginning: boolean;
  readonly serial: number;
  /** Null where no packet ends on the page. */
  readonly position: number | null;
  readonly isVorbis: boolean;
  readonly isFlac: boolean;
  /** What a first page says of its stream, null where it is of no kind that is known. */
  readonly header: StreamHeader | null;
  /** Where what it holds begins, and where it ends. */
  readonly body: number;
  readonly end: number;
}

/** Reads the first packet of a Vorbis, Opus or FLAC stream. */
function readHeader(packet: Buffer): StreamHeader | null {
  const name = packet.toString('latin1', 0, 8);
  const open = { samples: 0, countsFromStart: false };
  if (name.startsWith(VORBIS) && packet.length >= 16) return { rate: packet.readUInt32LE(12) || 1, ...open };
  if (name === 'OpusHead') return { rate: OPUS_RATE, ...open };
  if (!name.startsWith(FLAC) || packet.length < FLAC_RATE_AT + 8) return null;
  const rate = packet.readUIntBE(FLAC_RATE_AT, 3) >> 4;
  const samples = (packet[FLAC_RATE_AT + 3]! & 15) * 2 ** 32 + packet.readUInt32BE(FLAC_RATE_AT + 4);
  return rate > 0 ? { rate, samples, countsFromStart: true } : null;
}

/** The page at `at`, or null when there is none. */
export async function readPage(window: ByteWindow, at: number): Promise<Page | null> {
  const bytes = await window.read(at, HEAD_BYTES + 255 + FLAC_RATE_AT + 8);
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'OggS' || bytes[4] !== 0) return null;
  const lacing = bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes[26]!);
  const body = HEAD_BYTES + lacing.length;
  const position = bytes.readBigInt64LE(6);
  return {
    isBeginning: (bytes[5]! & BEGINS_STREAM) !== 0,
    serial: bytes.readUInt32LE(14),
    position: position < 0n ? null : Number(position),
    isVorbis: bytes.toString('latin1', body, body + VORBIS.length) === VORBIS,
    isFlac: bytes.toString('latin1', body, body + FLAC.length) === FLAC,
    header: readHeader(bytes.subarray(body)),
    body: at + body,
    end: at + body + lacing.reduce((sum, length) => sum + length, 0),
  };
}
