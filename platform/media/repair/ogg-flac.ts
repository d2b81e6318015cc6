// Reads damaged FLAC in Ogg as FLAC alone: its frames know their place, while FFmpeg counts on from before the damage.
import type { FileHandle } from 'node:fs/promises';
import { ByteRanges } from './byte-ranges';
import { scanFlac, scanFlacFrames } from './flac-scan';
import { flacInfoIn, type HeadBytes } from './ogg-heads';
import type { Link } from './ogg-links';
import type { RepairedFile } from './repaired-file';

/** What precedes the head of the stream in its first packet: a name, a version and the count of packets of metadata. */
const MAPPING_BYTES = 9;

/**
 * Scans the stream that lies in the pages of `link`, and in what is left between them.
 * @param heads what lies before the first page of sound, where that is damaged
 * @param isStartLost whether pages of sound were lost before the first that is whole
 * @param isChained whether other links are beside it, so that it is read as FLAC even where it is whole
 * @returns null where it is whole and alone, or no frame of it can be decoded
 */
export async function repairOggFlac(
  file: FileHandle,
  { flac, damaged }: Link,
  heads: readonly HeadBytes[] | null,
  isStartLost: boolean,
  isChained: boolean,
): Promise<RepairedFile | null> {
  const [first, ...others] = flac;
  if (!first) return null;
  const info = heads && flacInfoIn(heads);
  if (heads && !info) return null;
  const isDamaged = damaged.head + damaged.middle + damaged.end > 0;
  const stream = new ByteRanges(
    file,
    info ? flac : [{ ...first, from: first.from + MAPPING_BYTES }, ...others],
  );
  const repaired = info
    ? await scanFlacFrames(stream, stream.length, { info, framesAt: 0, isDamaged, isStartLost })
    : await scanFlac(stream, stream.length, 0);
  const asItIs = (isDamaged || isChained) && !info ? [{ pieces: [{ from: 0, to: stream.length }] }] : null;
  const sections = (repaired.sections ?? asItIs)?.map(({ pieces }) => ({
    pieces: pieces.flatMap((piece) => stream.located(piece)),
  }));
  return sections ? { ...repaired, sections, demuxer: 'flac' } : null;
}
