// Restores the stereo image of a WAV file that was stretched.
import { type FileHandle, open } from 'node:fs/promises';
import { sourceOf } from '@/audio/automix/render/time-map';
import { type ImageResolution, ImageRestorer } from '@/audio/stereo/image-restorer';
import { MediaToolError } from '@/platform/media/errors';
import { readWavHeader } from '@/platform/media/wav-header';
import { FRAME_BYTES, type FrameFileInfo, FrameReader, readHead } from './frame-file';
import type { StretchOptions } from './stretch-options';

export interface ImageOptions extends StretchOptions {
  readonly resolution: ImageResolution;
}

/** The frames of a WAV file of stereo floats. */
export async function framesOf(path: string): Promise<FrameFileInfo & { readonly offset: number }> {
  const header = readWavHeader(await readHead(path));
  if (!header) throw new MediaToolError('Rubber Band wrote a file that cannot be read.');
  return { path, first: 0, frames: header.dataBytes / FRAME_BYTES, offset: header.dataOffset };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Writes corrected blocks after the header; they come from half a window before the beginning on. */
async function writeBlocks(
  file: FileHandle,
  readers: { readonly source: FrameReader; readonly stretched: FrameReader },
  length: number,
  options: ImageOptions,
): Promise<void> {
  const { map, semitones, sampleRate, resolution, signal, onProgress } = options;
  const restorer = await ImageRestorer.create({ sampleRate, pitch: 2 ** (semitones / 12), resolution });
  const { frame, hop } = restorer;
  const [window, sourceWindow] = [new Float32Array(2 * frame), new Float32Array(2 * restorer.sourceFrame)];
  try {
    let at = -frame;
    for (let start = -frame; at < length; start += hop) {
      signal?.throwIfAborted();
      await readers.stretched.read(start, window);
      const middle = sourceOf(map, start + frame / 2);
      await readers.source.read(Math.round(middle - restorer.sourceFrame / 2), sourceWindow);
      const block = restorer.push(window, sourceWindow);
      if (!block) continue;
      const [from, to] = [Math.max(0, -at), Math.min(hop, length - at)];
      if (to > from) await file.writeFile(bytesOf(block.subarray(2 * from, 2 * to)));
      at += hop;
      onProgress?.(Math.max(0, Math.min(1, at / length)));
    }
  } finally {
    restorer.dispose();
  }
}

/**
 * Corrects `stretched`, made of `source` along `map`, into `output`; all three are WAV files of stereo floats.
 * @throws MediaToolError when a file cannot be read, the signal's reason when it is aborted
 */
export async function restoreImage(
  source: string,
  stretched: string,
  output: string,
  options: ImageOptions,
): Promise<void> {
  const [before, after] = [await framesOf(source), await framesOf(stretched)];
  const readers = { source: await FrameReader.open(before), stretched: await FrameReader.open(after) };
  const head = (await readHead(stretched)).subarray(0, after.offset);
  const file = await open(output, 'w');
  try {
    await file.writeFile(head);
    await writeBlocks(file, readers, after.frames, options);
  } finally {
    await file.close();
    await readers.source.close();
    await readers.stretched.close();
  }
}
