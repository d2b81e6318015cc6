// Reads the pages of Ogg files, and what the first packet of a stream says about its length.
import type { ByteWindow } from '../byte-window';

const HEAD_BYTES = 27;
const CONTINUES_PACKET = 1;
const BEGINS_STREAM = 2;
const ENDS_STREAM = 4;
const SERIAL_AT = 14;
const SEQUENCE_AT = 18;
const OPUS_RATE = 48_000;
/** Where STREAMINFO begins in the first packet of FLAC, and its bits of rate and length in it. */
const FLAC_INFO_AT = 17;
const FLAC_RATE_AT = FLAC_INFO_AT + 10;
/** What the first packet of a Vorbis stream begins with. */
const VORBIS = '\x01vorbis';
const FLAC = '\x7fFLAC';
/** The name of Speex is filled with spaces. */
const SPEEX = 'Speex   ';
const SPEEX_RATE_AT = 36;
/** What `readHeader` reads of a first packet. */
const MAX_HEADER_BYTES = SPEEX_RATE_AT + 4;

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

/** The checksum of a page, in which the checksum itself is 0. */
function checksum(page: Buffer): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) crc = (crc << 8) ^ (CRC32[(crc >>> 24) ^ (page[i] ?? 0)] ?? 0);
  return crc >>> 0;
}

/** Whether the page from `at` to `end` is there as it was written. */
export async function isPageWhole(window: ByteWindow, at: number, end: number): Promise<boolean> {
  if (end > window.fileBytes) return false;
  const page = Buffer.from(await window.read(at, end - at));
  const written = page.readUInt32LE(CRC_AT);
  return sealed(page).readUInt32LE(CRC_AT) === written;
}

/** Writes its checksum into a page. */
function sealed(page: Buffer): Buffer {
  page.writeUInt32LE(0, CRC_AT);
  page.writeUInt32LE(checksum(page), CRC_AT);
  return page;
}

/** The bytes that one packet may take on one page without ending on it. */
const MAX_LACED = 255 * 254;

/** Pages of one packet, of which the first one has this number. */
function packetPages(serial: number, packet: Buffer, firstNumber: number): Buffer[] {
  const count = Math.floor(packet.length / MAX_LACED) + 1;
  return Array.from({ length: count }, (_, i) => {
    const part = packet.subarray(i * MAX_LACED, (i + 1) * MAX_LACED);
    const isLast = i === count - 1;
    const laces = Buffer.alloc(Math.floor(part.length / 255) + (isLast ? 1 : 0), 255);
    if (isLast) laces[laces.length - 1] = part.length % 255;
    const page = Buffer.concat([Buffer.alloc(HEAD_BYTES), laces, part]);
    page.write('OggS', 0, 'latin1');
    page[5] = (i > 0 ? CONTINUES_PACKET : 0) | (firstNumber + i === 0 ? BEGINS_STREAM : 0);
    // No packet ends on the page: its position is -1.
    if (!isLast) page.fill(0xff, 6, 14);
    page.writeUInt32LE(serial, SERIAL_AT);
    page.writeUInt32LE(firstNumber + i, SEQUENCE_AT);
    page[HEAD_BYTES - 1] = laces.length;
    return sealed(page);
  });
}

/** The first pages of a stream, with the packets that come before its sound. */
export function headPages(serial: number, packets: readonly Buffer[]): Buffer {
  const pages: Buffer[] = [];
  for (const packet of packets) pages.push(...packetPages(serial, packet, pages.length));
  return Buffer.concat(pages);
}

/** The same page without saying that the stream ends with it. */
export function openEnded(page: Buffer): Buffer {
  const copy = Buffer.from(page);
  copy[5] = (copy[5] ?? 0) & ~ENDS_STREAM;
  return sealed(copy);
}

/** The rate that positions count in, and the length in samples that the first packet of a stream states. */
export interface StreamHeader {
  readonly rate: number;
  readonly samples: number;
  /** Samples before the sound, which are counted by positions but not played. */
  readonly delay: number;
  /** Whether positions are sample counts from the beginning of the stream, nothing to be subtracted. */
  readonly countsFromStart: boolean;
}

export interface Page {
  /** Whether it begins within a packet of the page before it. */
  readonly continues: boolean;
  readonly isBeginning: boolean;
  readonly isEnd: boolean;
  readonly serial: number;
  /** The number of the page in its stream. */
  readonly sequence: number;
  /** Null where no packet ends on the page. */
  readonly position: number | null;
  readonly isVorbis: boolean;
  /** What a first page says of its stream, null where it is of no kind that is known. */
  readonly header: StreamHeader | null;
  /** Where its content begins and ends. */
  readonly body: number;
  readonly end: number;
}

/** Reads the first packet of a Vorbis, Opus, Speex or FLAC stream. */
export function readHeader(packet: Buffer): StreamHeader | null {
  const name = packet.toString('latin1', 0, 8);
  const open = { samples: 0, delay: 0, countsFromStart: false };
  if (name.startsWith(VORBIS) && packet.length >= 16) return { rate: packet.readUInt32LE(12) || 1, ...open };
  if (name === 'OpusHead' && packet.length >= 12) {
    return { rate: OPUS_RATE, ...open, delay: packet.readUInt16LE(10) };
  }
  if (name === SPEEX && packet.length >= SPEEX_RATE_AT + 4) {
    return { rate: packet.readUInt32LE(SPEEX_RATE_AT) || 1, ...open };
  }
  if (!name.startsWith(FLAC) || packet.length < FLAC_RATE_AT + 8) return null;
  const rate = packet.readUIntBE(FLAC_RATE_AT, 3) >> 4;
  const samples = ((packet[FLAC_RATE_AT + 3] ?? 0) & 15) * 2 ** 32 + packet.readUInt32BE(FLAC_RATE_AT + 4);
  return rate > 0 ? { rate, samples, delay: 0, countsFromStart: true } : null;
}

/** The page at `at`, or null when there is none. */
export async function readPage(window: ByteWindow, at: number): Promise<Page | null> {
  const bytes = await window.read(at, HEAD_BYTES + 255 + MAX_HEADER_BYTES);
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'OggS' || bytes[4] !== 0) return null;
  const lacing = bytes.subarray(HEAD_BYTES, HEAD_BYTES + (bytes[26] ?? 0));
  const body = HEAD_BYTES + lacing.length;
  const position = bytes.readBigInt64LE(6);
  return {
    continues: ((bytes[5] ?? 0) & CONTINUES_PACKET) !== 0,
    isBeginning: ((bytes[5] ?? 0) & BEGINS_STREAM) !== 0,
    isEnd: ((bytes[5] ?? 0) & ENDS_STREAM) !== 0,
    serial: bytes.readUInt32LE(SERIAL_AT),
    sequence: bytes.readUInt32LE(SEQUENCE_AT),
    position: position < 0n ? null : Number(position),
    isVorbis: bytes.toString('latin1', body, body + VORBIS.length) === VORBIS,
    header: readHeader(bytes.subarray(body)),
    body: at + body,
    end: at + body + lacing.reduce((sum, length) => sum + length, 0),
  };
}
