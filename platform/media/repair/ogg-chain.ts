// Decides how Ogg files are fed to FFmpeg: chained ones link by link, and damaged ones without what is damaged in them.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import type { Place } from '../damage';
import type { Piece } from '../pieces';
import type { ByteRange } from './byte-ranges';
import { repairOggFlac } from './ogg-flac';
import { decoderHeads, flacHeadIn, type HeadBytes } from './ogg-heads';
import { type Link, LONGEST_PAGE_S, MAX_RANGES, readLinks } from './ogg-links';
import { headPages, openEnded, readHeader, type StreamHeader } from './ogg-pages';
import { AS_IT_IS, type End, type RepairedFile, type Section } from './repaired-file';

/** More links than any recording of a station's evening; such a file is decoded as one. */
const MAX_LINKS = 256;

/** More than any tags with pictures take. */
const MAX_HEAD_BYTES = 2 ** 26;

/** A link with the contents of its first pages, where those are damaged. */
interface OpenedLink extends Link {
  readonly headBytes: readonly HeadBytes[] | null;
  /**
   * The last page, where FFmpeg is to use its position for that of any page, which shows how much is missing.
   */
  readonly lastPage: Buffer | null;
}

/** Whether anything before the first page of sound is damaged, or pages are missing there. */
const isStartDamaged = ({ damaged, first, headSequence }: Link): boolean =>
  damaged.head > 0 || (first !== null && first.sequence > headSequence + 1);

async function bytesOf(file: FileHandle, { from, to }: ByteRange): Promise<Buffer> {
  const room = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await file.read(room, 0, room.length, from);
  return room.subarray(0, bytesRead);
}

/**
 * Reads the damaged first pages of a stream that has none beside it, and its last page where others before it are
 * missing.
 */
async function withHeads(file: FileHandle, link: Link): Promise<OpenedLink> {
  const isAlone = link.beginnings <= 1;
  const lastPage = isAlone && link.end && link.isEndApart ? openEnded(await bytesOf(file, link.end)) : null;
  if (!isStartDamaged(link) || !isAlone) return { ...link, lastPage, headBytes: null };
  const headBytes: HeadBytes[] = [];
  let room = MAX_HEAD_BYTES;
  for (const { from, to, continues } of link.heads) {
    const bytes = await bytesOf(file, { from, to: Math.min(to, from + room) });
    room -= bytes.length;
    headBytes.push({ bytes, continues });
  }
  const flac = flacHeadIn(headBytes);
  return { ...link, lastPage, header: link.header ?? (flac && readHeader(flac)), headBytes };
}

/** The approximate duration of `bytes` of the stream, in seconds. */
function secondsOf({ first, last, sound }: Link, bytes: number, rate: number): number {
  const soundBytes = sound.reduce((sum, { from, to }) => sum + to - from, 0);
  if (!first || !last || soundBytes === 0) return 0;
  const heldS = (last.position - (first === last ? 0 : first.position)) / rate;
  return (bytes * heldS) / soundBytes;
}

/**
 * Whether sound was lost before the first page of it that is whole. Recordings of a running stream have later numbers
 * and positions as well, so that nothing but damaged bytes, or a jump of few pages, speaks for it.
 */
function hasLostStart(link: Link, rate: number): boolean {
  const { first, last, damaged } = link;
  if (!first || !last || !isStartDamaged(link)) return false;
  const firstS = first.position / rate;
  const restS = (last.position - first.position) / rate;
  const mostS = damaged.head > 0 ? Math.max(restS, 2 * secondsOf(link, damaged.head, rate)) : 0;
  return firstS <= Math.max(LONGEST_PAGE_S, mostS);
}

/**
 * Seconds behind the last complete page: as declared by damaged pages, or else estimated from their bytes.
 */
function missingEndOf(link: Link, rate: number): number {
  const { damaged, end, claimed, last } = link;
  if (end || damaged.end === 0) return 0;
  const heldS = secondsOf(link, damaged.end, rate);
  const claimedS = (claimed - (last?.position ?? 0)) / rate;
  const isPlausible = claimedS > 0 && claimedS <= 2 * heldS + LONGEST_PAGE_S;
  if (isPlausible) return claimedS;
  // The remaining FLAC frames in those bytes are found, so they show how many are missing.
  return isFlac(link) ? 0 : heldS;
}

const isFlac = ({ header }: Link): boolean => header?.countsFromStart ?? false;

/** Seconds that the stream lasts, where that is sure. */
function statedLength(link: Link, header: StreamHeader, isLost: boolean): number {
  const { first, last, damaged } = link;
  if (header.samples > 0) return header.samples / header.rate;
  if (!first || !last) return 0;
  const begins = isLost || first.position / header.rate < LONGEST_PAGE_S;
  const isDamaged = isStartDamaged(link) || damaged.middle + damaged.end > 0;
  // Positions say it, unless the stream was cut out of a longer one. Those of Vorbis and Opus are asked about damage
  // alone.
  if (!begins || !(header.countsFromStart || isDamaged)) return 0;
  return (last.position - header.delay) / header.rate + missingEndOf(link, header.rate);
}

/**
 * The end of a Vorbis stream: FFmpeg overestimates the positions of short streams and cuts too much.
 * A stream that was cut out of a longer one has positions far beyond its contents, which cut nothing. Where pages are
 * missing, fewer samples are decoded, but their time stamps go on to the same end.
 */
const endOf = ({ isVorbis, last, damaged }: Link): { readonly end?: End } =>
  isVorbis && last && last.position > 0
    ? { end: { samples: last.position, by: damaged.middle > 0 ? 'time' : 'count', isOnlyCut: true } }
    : {};

interface ReadLink {
  readonly section: Section;
  readonly head: Pick<RepairedFile, 'head'>;
  readonly isLost: boolean;
  readonly statedS: number;
  readonly lastS: number;
  readonly missingEndS: number;
}

/** The same pages with another last one of the same length. */
function withLast(pages: readonly ByteRange[], lastPage: Buffer): Piece[] {
  const last = pages.at(-1);
  if (!last) return [];
  const before = { from: last.from, to: last.to - lastPage.length };
  return [...pages.slice(0, -1), before, { fill: lastPage, times: 1 }];
}

function piecesOf({ serial, sound, pieces, lastPage }: OpenedLink, heads: readonly Buffer[] | null): Piece[] {
  const pages = heads ? sound : pieces;
  const head: Piece[] = heads ? [{ fill: headPages(serial ?? 0, heads), times: 1 }] : [];
  return [...head, ...(lastPage ? withLast(pages, lastPage) : pages)];
}

/** How one link is decoded. */
function readLink(link: OpenedLink): ReadLink {
  const heads = link.headBytes && decoderHeads(link.headBytes);
  const header = (heads?.[0] && readHeader(heads[0])) ?? link.header;
  const isVorbis = link.isVorbis || heads?.length === 3;
  const isLost = header !== null && hasLostStart(link, header.rate);
  const section: Section = {
    pieces: piecesOf(link, heads),
    ...endOf({ ...link, isVorbis }),
    ...(isLost ? { hasLostStart: true } : {}),
  };
  return {
    section,
    head: heads ? { head: 'new' } : isStartDamaged(link) ? { head: 'lost' } : {},
    isLost,
    statedS: header ? statedLength(link, header, isLost) : 0,
    lastS: header && link.last ? link.last.position / header.rate : 0,
    missingEndS: header ? missingEndOf(link, header.rate) : 0,
  };
}

/** Reads all links as FLAC: FFmpeg loses the last block of each where it reads them as Ogg. */
async function repairFlacLinks(
  file: FileHandle,
  links: readonly OpenedLink[],
  read: readonly ReadLink[],
): Promise<RepairedFile | null> {
  const sections: Section[] = [];
  const silentAt: Place[] = [];
  let [startS, silentS, missingEndS] = [0, 0, 0];
  for (const [i, link] of links.entries()) {
    const isLost = read[i]?.isLost ?? false;
    const repaired = await repairOggFlac(file, link, link.headBytes, isLost, links.length > 1);
    if (!repaired?.sections) return null;
    sections.push(...repaired.sections);
    for (const place of repaired.silentAt) silentAt.push({ ...place, atS: startS + place.atS });
    startS += read[i]?.lastS ?? 0;
    silentS += repaired.silentS;
    missingEndS += repaired.missingEndS;
  }
  return { sections, silentAt, silentS, missingEndS, demuxer: 'flac' };
}

const isOfTooMany = ({ pieces, flac, heads, sound }: Link): boolean =>
  Math.max(pieces.length, flac.length, heads.length, sound.length) >= MAX_RANGES;

/**
 * Takes a chained file apart, and leaves out what is damaged in any: FFmpeg ends where it finds no page within 64 KiB,
 * and needs whole headers. Other files stay as they are.
 */
export async function readOggChain(file: FileHandle, fileBytes: number): Promise<RepairedFile> {
  const links = await readLinks(new ByteWindow(file, fileBytes));
  if (links.length > MAX_LINKS || links.some(isOfTooMany)) return AS_IT_IS;
  const opened: OpenedLink[] = [];
  for (const link of links) opened.push(await withHeads(file, link));
  const read = opened.map(readLink);
  const [only, first] = [opened[0], read[0]];
  if (!only || !first) return AS_IT_IS;
  const sum = (of: (link: ReadLink) => number) => read.reduce((total, link) => total + of(link), 0);
  const statedS = read.every((link) => link.statedS > 0) ? sum((link) => link.statedS) : 0;
  const known = { statedS, lastS: sum((link) => link.lastS) };
  const isAlone = opened.length === 1;
  const flac = opened.every(isFlac) ? await repairFlacLinks(file, opened, read) : null;
  if (flac) return { ...flac, ...known, head: 'new' };
  const missingEndS = sum((link) => link.missingEndS);
  const isWhole = first.section.pieces.length === 1 && !isStartDamaged(only);
  if (isAlone && isWhole) return { ...AS_IT_IS, ...known, missingEndS, ...endOf(only) };
  return { ...AS_IT_IS, ...known, missingEndS, ...first.head, sections: read.map(({ section }) => section) };
}
