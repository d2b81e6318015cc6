// Reads damaged FLAC in Ogg as FLAC alone: its frames know their place, while FFmpeg counts on from before the damage.
import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, ByteRanges } from './byte-ranges';
import { scanFlac } from './flac-scan';
import type { Mended } from './mended';

/** What precedes the head of the stream in its first packet: a name, a version and the count of packets of metadata. */
const MAPPING_BYTES = 9;

/**
 * Scans the stream that lies in the `bodies` of pages.
 * @param isCut whether the last page has no end: FFmpeg drops such a page with all frames in it
 * @returns null where it is whole, or no frame of it can be decoded
 */
export async function mendOggFlac(
  file: FileHandle,
  bodies: readonly ByteRange[],
  isCut: boolean,
): Promise<Mended | null> {
  const [first, ...others] = bodies;
  if (!first) return null;
  const stream = new ByteRanges(file, [{ ...first, from: first.from + MAPPING_BYTES }, ...others]);
  const mended = await scanFlac(stream, stream.length, 0);
  const asItIs = isCut ? [{ pieces: [{ from: 0, to: stream.length }] }] : null;
  const sections = (mended.sections ?? asItIs)?.map(({ pieces }) => ({
    pieces: pieces.flatMap((piece) => stream.located(piece)),
  }));
  return sections ? { ...mended, sections, demuxer: 'flac' } : null;
}
