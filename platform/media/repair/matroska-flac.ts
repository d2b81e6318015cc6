// Reads damaged FLAC in Matroska as FLAC alone: its frames are checked and know their place.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import { ByteRanges } from './byte-ranges';
import { scanFlacFrames } from './flac-scan';
import { readFlacInfo } from './flac-stream';
import { readMatroskaFlac } from './matroska-blocks';
import { AS_IT_IS, type RepairedFile } from './repaired-file';

/** The name of FLAC, and the head of the block that is STREAMINFO. */
const INFO_AT = 8;

/** Scans a Matroska file, which is decoded as it is unless a frame of its one track of FLAC is damaged or missing. */
export async function repairMatroskaFlac(file: FileHandle, fileBytes: number): Promise<RepairedFile> {
  const track = await readMatroskaFlac(new ByteWindow(file, fileBytes));
  const info = track && readFlacInfo(track.head.subarray(INFO_AT));
  if (!track || !info) return AS_IT_IS;
  const { frames, isDamaged, isStartLost } = track;
  const stream = new ByteRanges(file, frames);
  const start = { info, framesAt: 0, isDamaged, ...(isStartLost ? { isStartLost } : {}) };
  const repaired = await scanFlacFrames(stream, stream.length, start);
  const sections = repaired.sections?.map(({ pieces }) => ({
    pieces: pieces.flatMap((piece) => stream.located(piece)),
  }));
  return sections ? { ...repaired, sections, demuxer: 'flac' } : repaired;
}
