// Recognises MPEG audio of free format: its headers name no bitrate, so where a frame ends is known from the next one.

import { byteAt } from './byte-at';

/** Where frames are looked for, and how long one is at most: twice the longest of a standard bitrate. */
const SEARCHED_BYTES = 16_384;
const LONGEST_FRAME = 4_608;
/** The shortest: a header and the side information of one channel. */
const SHORTEST_FRAME = 13;
/** How many frames must follow each other at the same distance before noise can no longer be the reason. */
const CHAIN = 5;

const bytesOfSlot = (bytes: Uint8Array, at: number): number =>
  ((byteAt(bytes, at + 1) >> 1) & 3) === 3 ? 4 : 1;
const padding = (bytes: Uint8Array, at: number): number =>
  ((byteAt(bytes, at + 2) >> 1) & 1) * bytesOfSlot(bytes, at);

/** Whether a header without a bitrate is at `at`. */
function isFree(bytes: Uint8Array, at: number): boolean {
  const second = byteAt(bytes, at + 1);
  const third = byteAt(bytes, at + 2);
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (second & 0xe0) !== 0xe0) return false;
  const isReserved = ((second >> 3) & 3) === 1 || ((second >> 1) & 3) === 0;
  const rateIndex = (third >> 2) & 3;
  return !isReserved && rateIndex !== 3 && third >> 4 === 0;
}

/** Whether the headers at both places are of the same version, layer and rate. */
const isSameKind = (bytes: Uint8Array, a: number, b: number): boolean =>
  bytes[a + 1] === bytes[b + 1] && (byteAt(bytes, a + 2) & 0x0c) === (byteAt(bytes, b + 2) & 0x0c);

/** Whether frames of `length` bytes without padding follow each other from `start` on. */
function follows(bytes: Uint8Array, start: number, length: number): boolean {
  for (let at = start, count = 1; count < CHAIN; count++) {
    at += length + padding(bytes, at);
    if (!isFree(bytes, at) || !isSameKind(bytes, start, at)) return false;
  }
  return true;
}

/** Whether `head`, the start of a file, contains frames of free format. */
export function hasFreeFormat(head: Uint8Array): boolean {
  const end = Math.min(SEARCHED_BYTES, head.length);
  for (let at = head.indexOf(0xff); at !== -1 && at < end; at = head.indexOf(0xff, at + 1)) {
    if (!isFree(head, at)) continue;
    const last = at + LONGEST_FRAME;
    for (let next = at + SHORTEST_FRAME; next <= last && next < head.length; next++) {
      if (!isFree(head, next)) continue;
      if (follows(head, at, next - at - padding(head, at))) return true;
    }
  }
  return false;
}
