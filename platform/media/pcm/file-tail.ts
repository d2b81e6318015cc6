// Finds what follows the sound of a file, whatever its head says: chunks and tags, which may be moved or not counted.
import type { FileHandle } from 'node:fs/promises';
import { TAG_END_BYTES, TAG_START_BYTES, tagLength, tagLengthAtEnd } from '../file-tags';
import { type ChunkHead, OPEN_BYTES, presentBytes, readAt } from './chunks';
import type { PcmDeclaration } from './pcm-format';

/** How far from its place the first chunk behind the sound is looked for: as far as bytes are removed or inserted. */
const SEARCH_BYTES = 2 ** 16;
/** The same of a tag of another length than it should have: in so few bytes its name is no chance. */
const NAME_SEARCH_BYTES = 2 ** 12;
const MAX_PARTS = 64;
/** More places that look like the beginning of a part are not in sound: such a file is not worth the trouble. */
const MAX_PLACES = 256;

/** Where the sound is by the head of the file. */
export interface StatedSound {
  readonly dataOffset: number;
  /** Infinity where that is not known. */
  readonly claimedBytes: number;
  /** Where its chunk ends, and the next one begins. */
  readonly nextAt: number;
  /** Where the file ends; 0 where that is not known. */
  readonly endAt: number;
  /** How the heads of chunks are written; null in a kind of file that has none. */
  readonly head: ChunkHead | null;
}

/** Whether three letters are at `at`, as in every name of a chunk or tag: a search asks it of every byte. */
function isNamed(bytes: Buffer, at: number): boolean {
  for (let i = at; i < at + 3; i++) if (!((bytes[i] ?? 0) >= 0x20 && (bytes[i] ?? 0) < 0x7f)) return false;
  return true;
}

/** Bytes of the chunk or tag at the start of `bytes` that ends within `room`, or 0. */
function partLength(bytes: Buffer, head: ChunkHead | null, room: number): number {
  if (head && bytes.length >= head.bytes) {
    const { id, nextAt } = head.read(bytes, 0);
    // Some writers leave out the byte behind odd contents where the file ends.
    if (/^[\x20-\x7e]{4}$/.test(id) && nextAt <= room + 1) return Math.min(nextAt, room);
  }
  const tag = tagLength(bytes);
  return tag <= room ? tag : 0;
}

/** The places in `bytes` where a chunk or tag may begin that ends within `room` from their start, MAX_PLACES at most. */
function partsIn(bytes: Buffer, head: ChunkHead | null, room: number): number[] {
  const places: number[] = [];
  for (let at = 0; at < bytes.length && at < room && places.length < MAX_PLACES; at++) {
    if (!isNamed(bytes, at)) continue;
    if (partLength(bytes.subarray(at, at + TAG_START_BYTES), head, room - at) > 0) places.push(at);
  }
  return places;
}

/** Where the tags at the end of the file begin that are found from there; `fileBytes` without any. */
async function endOfAllElse(file: FileHandle, fileBytes: number, from: number): Promise<number> {
  let end = fileBytes;
  for (let count = 0; count < MAX_PARTS; count++) {
    const start = Math.max(from, end - TAG_END_BYTES);
    const length = tagLengthAtEnd(await readAt(file, start, end - start));
    if (length === 0 || end - length < from) break;
    end -= length;
  }
  return end;
}

/** Whether chunks and tags follow one another from `start` to `end`. */
async function isChain(
  file: FileHandle,
  start: number,
  end: number,
  head: ChunkHead | null,
): Promise<boolean> {
  let at = start;
  for (let count = 0; count < MAX_PARTS && at < end; count++) {
    const length = partLength(await readAt(file, at, TAG_START_BYTES), head, end - at);
    if (length === 0) return false;
    at += length;
  }
  return at === end;
}

/** Where the first of the chunks and tags behind the sound begins; the end of the file where there are none. */
async function tailStart(file: FileHandle, fileBytes: number, stated: StatedSound): Promise<number> {
  const { dataOffset, nextAt, endAt, head } = stated;
  const end = await endOfAllElse(file, fileBytes, dataOffset);
  if (endAt === fileBytes && (await isChain(file, nextAt, end, head))) return nextAt;
  const from = Math.max(dataOffset, nextAt - SEARCH_BYTES);
  const to = Math.min(end, nextAt + SEARCH_BYTES);
  if (from >= to || nextAt === end) return end;
  const bytes = await readAt(file, from, to - from + TAG_START_BYTES);
  const places = partsIn(bytes, head, end - from);
  for (const place of places) if (await isChain(file, from + place, end, head)) return from + place;
  // A file that was cut is not searched for names.
  if (end <= nextAt || end < fileBytes) return end;
  const distance = (place: number) => Math.abs(from + place - nextAt);
  const [named] = places
    .filter((place) => tagLength(bytes.subarray(place)) > 0 && distance(place) < NAME_SEARCH_BYTES)
    .sort((a, b) => distance(a) - distance(b));
  return named === undefined ? end : from + named;
}

/**
 * Finds where the sound ends and the chunks and tags behind it begin.
 * @returns null where none are found, or fewer than the head counts
 */
export async function findTail(
  file: FileHandle,
  fileBytes: number,
  stated: StatedSound,
): Promise<number | null> {
  if (stated.claimedBytes >= OPEN_BYTES) return null;
  const tailAt = await tailStart(file, fileBytes, stated);
  return tailAt < fileBytes && fileBytes - tailAt >= stated.endAt - stated.nextAt ? tailAt : null;
}

/**
 * How many bytes of sound there are, and how many are missing.
 * @param removedBytes what is missing of it if all that follows the sound is counted in its head
 */
export async function measureSound(
  file: FileHandle,
  fileBytes: number,
  stated: StatedSound,
  removedBytes: number | undefined,
): Promise<Pick<PcmDeclaration, 'dataBytes' | 'missingBytes' | 'removedBytes'>> {
  const { dataOffset, claimedBytes, nextAt } = stated;
  const tailAt = await findTail(file, fileBytes, stated);
  if (tailAt !== null) {
    const isUnpadded = tailAt === dataOffset + claimedBytes;
    const present = presentBytes(dataOffset, claimedBytes, tailAt);
    return { ...present, removedBytes: isUnpadded ? 0 : nextAt - tailAt };
  }
  const present = presentBytes(dataOffset, claimedBytes, fileBytes);
  return { ...present, ...(removedBytes === undefined ? {} : { removedBytes }) };
}
