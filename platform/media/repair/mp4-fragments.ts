// Finds the whole fragments of a damaged fragmented MP4 file, since FFmpeg goes no further than the first that is not.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import { joined, type Piece } from '../pieces';
import { audioTimescale } from './mp4-length';
import { AS_IT_IS, type RepairedFile } from './repaired-file';

/** The boxes that stand at the top of such a file. */
const TOP_BOXES = new Set([
  'ftyp',
  'styp',
  'moov',
  'moof',
  'mdat',
  'sidx',
  'ssix',
  'free',
  'skip',
  'wide',
  'mfra',
  'emsg',
  'prft',
  'meta',
  'uuid',
  'pdin',
  'udta',
]);
const HEAD_BYTES = 8;
const SEARCH_BYTES = 65_536;
/** More than any head of a fragment, and more than is put in place of all that is missing. */
const MAX_HEAD_BYTES = 2 ** 19;
const MAX_PADDING = 2 ** 28;
/** Beyond these a file is decoded as it is: no recording has so many boxes, or so much that looks like a fragment. */
const MAX_BOXES = 200_000;
const MAX_CANDIDATES = 2_000;
/** Where the offset of its data stands in a fragment with one track, where its flags say so. */
const TRACK_HEAD_AT = 36;
const HAS_BASE_OFFSET = 1;
const ZEROS = Buffer.alloc(65_536);

interface Box {
  readonly type: string;
  readonly end: number;
}

async function boxAt(window: ByteWindow, at: number): Promise<Box | null> {
  const head = await window.read(at, 16);
  if (head.length < HEAD_BYTES) return null;
  const [size, type] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)];
  if (!TOP_BOXES.has(type)) return null;
  const isWide = size === 1 && head.length === 16;
  const bytes = isWide ? Number(head.readBigUInt64BE(8)) : size === 0 ? window.fileBytes - at : size;
  return bytes < HEAD_BYTES ? null : { type, end: at + bytes };
}

/** What each of these boxes begins with, without which FFmpeg goes no further. */
const FIRST_BOXES = { moof: 'mfhd', traf: 'tfhd' } as const;

/** Whether the boxes in the body of one of that type fill it, those of tracks at the top included. */
function isFilled(bytes: Buffer, type: keyof typeof FIRST_BOXES): boolean {
  if (bytes.toString('latin1', 4, HEAD_BYTES) !== FIRST_BOXES[type]) return false;
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size < HEAD_BYTES || at + size > bytes.length) return false;
    const isTrack = type === 'moof' && bytes.toString('latin1', at + 4, at + 8) === 'traf';
    if (isTrack && !isFilled(bytes.subarray(at + HEAD_BYTES, at + size), 'traf')) return false;
    at += size;
  }
  return at === bytes.length;
}

/** Whether the head of a fragment at `at` is whole. */
async function isFragmentAt(window: ByteWindow, at: number): Promise<boolean> {
  const box = await boxAt(window, at);
  if (box?.type !== 'moof' || box.end > window.fileBytes || box.end - at > MAX_HEAD_BYTES) return false;
  return isFilled((await window.read(at, box.end - at)).subarray(HEAD_BYTES), 'moof');
}

/** The next whole head of a fragment at or after `from`, or -1. */
async function nextFragment(window: ByteWindow, repaired: Repaired, from: number): Promise<number> {
  for (let start = from; start < window.fileBytes; start += SEARCH_BYTES) {
    const bytes = Buffer.from(await window.read(start, SEARCH_BYTES + 3));
    for (let i = bytes.indexOf('moof'); i >= 0; i = bytes.indexOf('moof', i + 1)) {
      if (repaired.candidates++ >= MAX_CANDIDATES) return -1;
      if (start + i >= from + 4 && (await isFragmentAt(window, start + i - 4))) return start + i - 4;
    }
  }
  return -1;
}

/** Where the fragment at `at` says that it was written in the file, or null where it does not. */
async function writtenAt(window: ByteWindow, at: number): Promise<number | null> {
  const bytes = await window.read(at, TRACK_HEAD_AT + 20);
  if (
    bytes.length < TRACK_HEAD_AT + 20 ||
    bytes.toString('latin1', TRACK_HEAD_AT, TRACK_HEAD_AT + 4) !== 'tfhd'
  ) {
    return null;
  }
  const hasOffset = ((bytes[TRACK_HEAD_AT + 7] ?? 0) & HAS_BASE_OFFSET) !== 0;
  return hasOffset ? Number(bytes.readBigUInt64BE(TRACK_HEAD_AT + 12)) : null;
}

/** What FFmpeg is fed: the file with boxes that are skipped where it is damaged, everything in its place. */
class Repaired {
  readonly pieces: Piece[] = [];
  length = 0;
  #padded = 0;
  /** What was looked at as the head of a fragment, behind damage. */
  candidates = 0;
  /** The last fragment that was found there. */
  lastFragmentAt: number | null = null;

  copy(from: number, to: number): void {
    if (to > from) this.pieces.push({ from, to });
    this.length += Math.max(0, to - from);
  }

  zeros(count: number): void {
    if (count <= 0 || this.#padded + count > MAX_PADDING) return;
    this.#padded += count;
    const times = Math.floor(count / ZEROS.length);
    if (times > 0) this.pieces.push({ fill: ZEROS, times });
    this.pieces.push({ fill: ZEROS.subarray(0, count % ZEROS.length), times: 1 });
    this.length += count;
  }

  /** A box of `count` bytes that is skipped; fewer than its head would take are left out. */
  skipped(count: number): void {
    if (count < HEAD_BYTES || this.#padded + count > MAX_PADDING) return;
    const head = Buffer.from('\0\0\0\0free', 'latin1');
    head.writeUInt32BE(count);
    this.pieces.push({ fill: head, times: 1 });
    this.length += HEAD_BYTES;
    this.zeros(count - HEAD_BYTES);
  }
}

/** The box at `at` where it is whole and another or the end of the file follows it, and how far it may be believed. */
async function readBox(window: ByteWindow, at: number) {
  const box = await boxAt(window, at);
  const isSound = box !== null && (box.type !== 'moof' || (await isFragmentAt(window, at)));
  const end = isSound ? box.end : at;
  const isFollowed = isSound && (end >= window.fileBytes || (await boxAt(window, end)) !== null);
  // Behind the head of a fragment come its samples. Otherwise it is damaged itself, and FFmpeg ends where it sends it.
  const keptTo = isSound && box.type === 'moof' ? at : end;
  return { end, keptTo, isFollowed, searchFrom: isSound ? at + HEAD_BYTES : at };
}

/** Takes the box at `at` over; returns where the next one is. */
async function readOn(window: ByteWindow, repaired: Repaired, at: number): Promise<number> {
  const { end, keptTo, isFollowed, searchFrom } = await readBox(window, at);
  if (isFollowed) {
    repaired.copy(at, Math.min(end, window.fileBytes));
    return end;
  }
  const next = await nextFragment(window, repaired, searchFrom);
  if (next < 0) {
    repaired.copy(at, window.fileBytes);
    return window.fileBytes;
  }
  repaired.lastFragmentAt = next;
  repaired.copy(at, Math.min(keptTo, next));
  // Bytes of it were removed: the samples that it declares are searched at their declared position.
  repaired.zeros(end - next);
  // A fragment that says where it was written is put there: bytes may have been inserted before it.
  const written = await writtenAt(window, next);
  repaired.skipped(written === null ? next - keptTo : written - repaired.length);
  return next;
}

/** Seconds at which the fragment at `at` begins: longer jumps of time stamps than to there are wrong. */
async function startS(window: ByteWindow, at: number): Promise<number> {
  const bytes = Buffer.from(await window.read(at, SEARCH_BYTES));
  const time = bytes.indexOf('tfdt') + 8;
  const timescale = await audioTimescale(window);
  if (time < 8 || time + 8 > bytes.length || timescale === 0) return 0;
  const units = bytes[time - 4] === 1 ? Number(bytes.readBigUInt64BE(time)) : bytes.readUInt32BE(time);
  return units / timescale;
}

/** How a fragmented MP4 file is to be fed to FFmpeg, so that it does not end at damage to the order of its boxes. */
export async function repairFragments(file: FileHandle, fileBytes: number): Promise<RepairedFile> {
  const window = new ByteWindow(file, fileBytes);
  const repaired = new Repaired();
  for (let at = 0, boxes = 0; at < fileBytes; boxes++) {
    if (boxes >= MAX_BOXES) return AS_IT_IS;
    at = await readOn(window, repaired, at);
  }
  if (repaired.lastFragmentAt === null) return AS_IT_IS;
  const statedS = await startS(window, repaired.lastFragmentAt);
  return { ...AS_IT_IS, sections: [{ pieces: joined(repaired.pieces) }], statedS };
}
