// Finds the links of a chained Ogg file: whole streams one after the other, each with its own channels and rate.
import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './byte-ranges';
import { ByteWindow } from './byte-window';
import { AS_IT_IS, type End, type Mended } from './mended';
import { mendOggFlac } from './ogg-flac';
import { isPageWhole, nextPage, type Page, readPage, type StreamHeader } from './ogg-pages';

/** No encoder makes longer pages: a first one that ends later belongs to a stream that began before the file. */
const LONGEST_PAGE_S = 10;

/** More links than any recording of a station's evening; such a file is decoded as one. */
const MOST_LINKS = 256;

/** More pages than any recording has: a file of empty ones would fill the memory, and is decoded as it is. */
const MOST_RANGES = 500_000;

interface Link {
  /** Its pages, without what lies between them where it is damaged. */
  readonly pieces: ByteRange[];
  /** What its pages of FLAC hold, and what damaged ones may hold. */
  readonly flac: ByteRange[];
  /** The number of its Vorbis stream; null where its audio is of another kind. */
  serial: number | null;
  /** Where that stream ends, in samples from its beginning. */
  length: number;
  /** What the header says the stream lasts, 0 where it says nothing; and what was cut off its last page. */
  statedS: number;
  cutS: number;
}

/** Adds a range, joined to the last one where they touch. */
function append(ranges: ByteRange[], range: ByteRange): void {
  const last = ranges.at(-1);
  if (last && last.to === range.from) ranges[ranges.length - 1] = { from: last.from, to: range.to };
  else if (range.to > range.from && ranges.length < MOST_RANGES) ranges.push(range);
}

/** Follows the pages of a file and divides them into links. */
class LinkReader {
  readonly links: Link[] = [];
  #wasBeginning = false;
  #stream: { readonly serial: number; readonly header: StreamHeader; position: number } | null = null;
  #flacSerial: number | null = null;

  constructor(private readonly fileBytes: number) {}

  add(at: number, page: Page): void {
    // The streams of a link begin together, before any other page.
    if (page.isBeginning && !this.#wasBeginning) {
      this.links.push({ pieces: [], flac: [], serial: null, length: 0, statedS: 0, cutS: 0 });
      this.#stream = null;
      this.#flacSerial = null;
    }
    this.#wasBeginning = page.isBeginning;
    const link = this.links.at(-1);
    if (!link) return;
    append(link.pieces, { from: at, to: Math.min(page.end, this.fileBytes) });
    if (page.isBeginning) this.#begin(link, page);
    if (link.serial === page.serial) link.length = page.position ?? link.length;
    if (page.isFlac) this.#flacSerial ??= page.serial;
    if (page.serial === this.#flacSerial) {
      append(link.flac, { from: page.body, to: Math.min(page.end, this.fileBytes) });
    }
    this.#follow(link, page);
  }

  /** Takes what lies between pages: of FLAC, whole frames may be left in it. */
  addDamaged(from: number, to: number): void {
    const { flac } = this.links.at(-1) ?? {};
    if (flac && flac.length > 0) append(flac, { from, to });
  }

  #begin(link: Link, { isVorbis, serial, header }: Page): void {
    if (isVorbis) link.serial ??= serial;
    if (!header || this.#stream) return;
    this.#stream = { serial, header, position: 0 };
    link.statedS = header.samples / header.rate;
  }

  #follow(link: Link, { serial, position, end }: Page): void {
    const stream = this.#stream;
    if (!stream || stream.serial !== serial || position === null) return;
    const { rate, samples, countsFromStart } = stream.header;
    const stepS = Math.max(0, position - stream.position) / rate;
    if (end > this.fileBytes) link.cutS = stepS;
    // Many encoders leave the length open; the positions say it, unless the stream was cut out of a longer one.
    const isFirst = stream.position === 0;
    const begins = isFirst ? stepS < LONGEST_PAGE_S : link.statedS > 0;
    if (countsFromStart && samples === 0 && position > 0) link.statedS = begins ? position / rate : 0;
    stream.position = position;
  }
}

/** Whether a page or the end of the file is at `at`. */
const isPageAt = async (window: ByteWindow, at: number): Promise<boolean> =>
  at >= window.fileBytes || (await readPage(window, at)) !== null;

/**
 * Reads the page at `at`. Where no other follows it, it is checked: it may have lost its end, and the next page lies
 * within what it claims to be.
 * @returns where the next page is, or -1
 */
async function readOn(window: ByteWindow, reader: LinkReader, at: number): Promise<number> {
  const page = await readPage(window, at);
  const isFollowed = page !== null && (await isPageAt(window, page.end));
  const isWhole = page !== null && (isFollowed || (await isPageWhole(window, at, page.end)));
  if (isWhole) reader.add(at, page);
  if (isFollowed) return page.end;
  const next = await nextPage(window, isWhole ? page.end : at + 1);
  const damagedAt = isWhole ? page.end : (page?.body ?? at);
  reader.addDamaged(damagedAt, next < 0 ? window.fileBytes : next);
  return next;
}

async function readLinks(window: ByteWindow): Promise<Link[]> {
  const reader = new LinkReader(window.fileBytes);
  for (let at = await nextPage(window, 0); at >= 0 && at < window.fileBytes; ) {
    at = await readOn(window, reader, at);
  }
  return reader.links;
}

/**
 * The end of a Vorbis stream: FFmpeg takes the positions of short streams for later than they are and cuts too much.
 * A stream that was cut out of a longer one has positions far beyond what it holds, which cut nothing.
 */
const endOf = ({ serial, length }: Link): { readonly end?: End } =>
  serial === null || length <= 0 ? {} : { end: { samples: length, by: 'count', isOnlyCut: true } };

/**
 * Takes a chained file apart, and leaves out what is damaged in any: FFmpeg ends where it finds no page within 64 KiB.
 * Other files stay as they are.
 */
export async function readOggChain(file: FileHandle, fileBytes: number): Promise<Mended> {
  const links = await readLinks(new ByteWindow(file, fileBytes));
  const [first] = links;
  if (!first || links.length > MOST_LINKS) return AS_IT_IS;
  const hasTooMany = links.some(({ pieces, flac }) => Math.max(pieces.length, flac.length) >= MOST_RANGES);
  if (hasTooMany) return AS_IT_IS;
  const isStated = links.every(({ statedS }) => statedS > 0);
  const stated = isStated
    ? { statedS: links.reduce((sum, { statedS }) => sum + statedS, 0) }
    : { statedS: 0 };
  const flac = links.length === 1 ? await mendOggFlac(file, first.flac, first.cutS > 0) : null;
  if (flac) return { ...flac, ...stated };
  const missingEndS = links.at(-1)?.cutS ?? 0;
  if (links.length === 1 && first.pieces.length === 1)
    return { ...AS_IT_IS, missingEndS, ...stated, ...endOf(first) };
  const sections = links.map((link) => ({ pieces: link.pieces, ...endOf(link) }));
  return { sections, silentS: 0, missingEndS, ...stated };
}
