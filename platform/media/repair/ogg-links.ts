// Follows the pages of an Ogg file: its links, which are whole streams one after the other, and what is damaged in them.

import type { ByteWindow } from '../byte-window';
import type { ByteRange } from './byte-ranges';
import { isPageWhole, nextPage, type Page, readPage, type StreamHeader } from './ogg-pages';

/** More pages than any recording has: a file of empty ones would fill the memory, and is decoded as it is. */
export const MAX_RANGES = 500_000;

/** No encoder makes longer pages, so a jump of positions beyond it is a wrong one, or the middle of a longer stream. */
export const LONGEST_PAGE_S = 10;

/** A page of the stream that is decoded, by what it says. */
export interface Mark {
  readonly position: number;
  readonly sequence: number;
}

/** The content of a page before the first page of sound, or bytes in its place. */
export interface HeadPart extends ByteRange {
  /** Whether it begins within a packet of the page before it. */
  readonly continues: boolean;
}

export interface Link {
  /** Its whole pages, without what lies between them where it is damaged. */
  readonly pieces: ByteRange[];
  /** The content of its FLAC pages, and the possible content of damaged ones. */
  readonly flac: ByteRange[];
  /** What lies before the first whole page of sound. */
  readonly heads: HeadPart[];
  /** Its whole pages from the first one of sound on. */
  readonly sound: ByteRange[];
  /** The number of the stream that is decoded, where a page says it. */
  serial: number | null;
  header: StreamHeader | null;
  isVorbis: boolean;
  /** How many streams begin together. */
  beginnings: number;
  first: Mark | null;
  last: Mark | null;
  /** The number of the last whole page before the first of sound. */
  headSequence: number;
  /** Bytes that belong to no whole page: before the first page of sound, among those, and behind the last one. */
  readonly damaged: { head: number; middle: number; end: number };
  /** Where damaged pages behind the last whole one say that the stream goes on to. */
  claimed: number;
  /** Where the page is that ends the stream, if it is whole. */
  end: ByteRange | null;
  /** Whether pages are missing before it. */
  isEndApart: boolean;
}

const newLink = (): Link => ({
  pieces: [],
  flac: [],
  heads: [],
  sound: [],
  serial: null,
  header: null,
  isVorbis: false,
  beginnings: 0,
  first: null,
  last: null,
  headSequence: -1,
  damaged: { head: 0, middle: 0, end: 0 },
  claimed: 0,
  end: null,
  isEndApart: false,
});

/** Adds a range, joined to the last one where they touch. */
function append(ranges: ByteRange[], range: ByteRange): void {
  const last = ranges.at(-1);
  if (last && last.to === range.from) ranges[ranges.length - 1] = { from: last.from, to: range.to };
  else if (range.to > range.from && ranges.length < MAX_RANGES) ranges.push(range);
}

class LinkReader {
  readonly links: Link[] = [];
  #wasBeginning = false;
  readonly #fileBytes: number;

  constructor(fileBytes: number) {
    this.#fileBytes = fileBytes;
  }

  /** @param isWhole whether its checksum is right: FFmpeg passes over others */
  add(at: number, page: Page, isWhole: boolean): void {
    const link = this.#linkOf(page);
    const end = Math.min(page.end, this.#fileBytes);
    const range = { from: at, to: end };
    const isChosen = page.isBeginning && this.#choose(link, page);
    if (isWhole) append(link.pieces, range);
    // What a damaged page says may be wrong, and a first page of an unknown kind begins another stream.
    if (isWhole && (isChosen || !page.isBeginning)) link.serial ??= page.serial;
    if (isChosen || link.serial === page.serial) this.#follow(link, page, isWhole, range);
    else if (!isWhole) this.addDamaged(at, end);
  }

  /** Takes what lies between pages: of FLAC, whole frames may be left in it, and of other streams their heads. */
  addDamaged(from: number, to: number): void {
    if (to <= from) return;
    const link = this.links.at(-1) ?? newLink();
    if (this.links.length === 0) this.links.push(link);
    append(link.flac, { from, to });
    if (!link.first) this.#addHead(link, { from, to, continues: false });
    this.#damage(link, to - from);
  }

  /** The streams of a link begin together, before any other page. */
  #linkOf({ isBeginning }: Page): Link {
    const last = this.links.at(-1);
    const isNew = !last || (isBeginning && !this.#wasBeginning && last.pieces.length > 0);
    this.#wasBeginning = isBeginning;
    if (!isNew) return last;
    const link = newLink();
    this.links.push(link);
    return link;
  }

  /** Whether a first page begins the stream that is decoded: the first one of a known kind. */
  #choose(link: Link, { header, isVorbis }: Page): boolean {
    link.beginnings++;
    if (link.header || !header) return false;
    link.header = header;
    link.isVorbis = isVorbis;
    return true;
  }

  #addHead({ heads }: Link, part: HeadPart): void {
    if (heads.length < MAX_RANGES) heads.push(part);
  }

  #damage({ damaged, first }: Link, bytes: number): void {
    if (first) damaged.end += bytes;
    else damaged.head += bytes;
  }

  #follow(link: Link, page: Page, isWhole: boolean, range: ByteRange): void {
    const { position, sequence, body } = page;
    const isSound = link.first !== null || (position ?? 0) > 0;
    append(link.flac, { from: body, to: range.to });
    // The position of a damaged page may be wrong.
    if (!link.first && !(isWhole && isSound)) {
      this.#addHead(link, { from: body, to: range.to, continues: page.continues });
    }
    if (!isWhole) {
      this.#damage(link, range.to - range.from);
      link.claimed = Math.max(link.claimed, position ?? 0);
      return;
    }
    if (!isSound) {
      link.headSequence = sequence;
      return;
    }
    append(link.sound, range);
    link.end = page.isEnd ? range : null;
    link.isEndApart = link.last !== null && sequence !== link.last.sequence + 1;
    link.damaged.middle += link.damaged.end;
    link.damaged.end = 0;
    link.claimed = 0;
    link.last = { position: position ?? link.last?.position ?? 0, sequence };
    link.first ??= link.last;
  }
}

/** Whether a page or the end of the file is at `at`. */
const isPageAt = async (window: ByteWindow, at: number): Promise<boolean> =>
  at === window.fileBytes || (await readPage(window, at)) !== null;

/**
 * Reads the page at `at`. One that is not whole may have lost its end, so that the next page lies within what it
 * claims to be.
 * @returns where the next page is, or -1
 */
async function readOn(window: ByteWindow, reader: LinkReader, at: number): Promise<number> {
  const page = await readPage(window, at);
  const isWhole = page !== null && (await isPageWhole(window, at, page.end));
  const isFollowed = page !== null && (await isPageAt(window, page.end));
  if (page && (isWhole || isFollowed)) reader.add(at, page, isWhole);
  if (page && isFollowed) return page.end;
  const next = await nextPage(window, page && isWhole ? page.end : at + 1);
  if (page && !isWhole && next < 0 && page.end > window.fileBytes) {
    reader.add(at, page, false);
    return next;
  }
  const damagedAt = page && isWhole ? page.end : (page?.body ?? at);
  reader.addDamaged(damagedAt, next < 0 ? window.fileBytes : next);
  return next;
}

/** The links of a file, chained or not. */
export async function readLinks(window: ByteWindow): Promise<Link[]> {
  const reader = new LinkReader(window.fileBytes);
  const start = await nextPage(window, 0);
  if (start < 0) return [];
  reader.addDamaged(0, start);
  for (let at = start; at >= 0 && at < window.fileBytes; ) at = await readOn(window, reader, at);
  return reader.links;
}
