// Finds the links of a chained Ogg file: whole streams one after the other, each with its own channels and rate.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from './byte-window';
import { AS_IT_IS, type End, type Mended } from './mended';

const HEAD_BYTES = 27;
const BEGINS_STREAM = 2;
/** What the first packet of a Vorbis stream begins with. */
const VORBIS = '\x01vorbis';
/** More links than any recording of a station's evening; such a file is decoded as one. */
const MOST_LINKS = 256;

/** The next page at or after `at`, or -1. */
async function nextPage(window: ByteWindow, at: number): Promise<number> {
  const STEP = 65_536;
  for (let from = at; from + HEAD_BYTES <= window.fileBytes; from += STEP - 3) {
    const found = (await window.read(from, STEP)).indexOf('OggS', 0, 'latin1');
    if (found >= 0) return from + found;
  }
  return -1;
}

interface Link {
  readonly from: number;
  /** The number of its Vorbis stream; null where its audio is of another kind. */
  serial: number | null;
  /** Where that stream ends, in samples from its beginning. */
  length: number;
}

interface Page {
  readonly isBeginning: boolean;
  readonly serial: number;
  /** Null where no packet ends on the page. */
  readonly position: number | null;
  readonly isVorbis: boolean;
  readonly end: number;
}

async function readPage(window: ByteWindow, at: number): Promise<Page | null> {
  const bytes = await window.read(at, HEAD_BYTES + 255 + VORBIS.length);
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'OggS' || bytes[4] !== 0) return null;
  const lacing = bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes[26]!);
  const body = HEAD_BYTES + lacing.length;
  const position = bytes.readBigInt64LE(6);
  return {
    isBeginning: (bytes[5]! & BEGINS_STREAM) !== 0,
    serial: bytes.readUInt32LE(14),
    position: position < 0n ? null : Number(position),
    isVorbis: bytes.toString('latin1', body, body + VORBIS.length) === VORBIS,
    end: at + body + lacing.reduce((sum, length) => sum + length, 0),
  };
}

async function readLinks(window: ByteWindow): Promise<Link[]> {
  const links: Link[] = [];
  let wasBeginning = false;
  for (let at = await nextPage(window, 0); at >= 0 && at < window.fileBytes; ) {
    const page = await readPage(window, at);
    if (!page) {
      at = await nextPage(window, at + 1);
      continue;
    }
    // The streams of a link begin together, before any other page.
    if (page.isBeginning && !wasBeginning) links.push({ from: at, serial: null, length: 0 });
    wasBeginning = page.isBeginning;
    const link = links.at(-1);
    if (link && page.isBeginning && page.isVorbis) link.serial ??= page.serial;
    if (link && link.serial === page.serial) link.length = page.position ?? link.length;
    at = page.end;
  }
  return links;
}

/**
 * The end of a Vorbis stream: FFmpeg takes the positions of short streams for later than they are and cuts too much.
 * A stream that was cut out of a longer one has positions far beyond what it holds, which cut nothing.
 */
const endOf = ({ serial, length }: Link): { readonly end?: End } =>
  serial === null || length <= 0 ? {} : { end: { samples: length, by: 'count', isOnlyCut: true } };

/** Takes a chained file apart; other files stay as they are. */
export async function readOggChain(file: FileHandle, fileBytes: number): Promise<Mended> {
  const links = await readLinks(new ByteWindow(file, fileBytes));
  const [first] = links;
  if (!first || links.length > MOST_LINKS) return AS_IT_IS;
  if (links.length === 1) return { ...AS_IT_IS, ...endOf(first) };
  const sections = links.map((link, i) => ({
    pieces: [{ from: link.from, to: links[i + 1]?.from ?? fileBytes }],
    ...endOf(link),
  }));
  return { sections, silentS: 0, missingEndS: 0 };
}
