// Decodes part of a recording, or of a stem, to frames on disk.
import { decodeStream } from '@/platform/media/decode';
import { streamSegmentFiles } from '@/platform/media/stem-stream';
import type { RenderSource } from '../../render/render-spec';
import { type FrameFileInfo, FrameWriter } from '../../stretching/frame-file';

/** The audio of a track or stem as it is stored. */
export interface RangeSource {
  readonly files: RenderSource['files'];
  /** Brings decoded samples back to their level: 2^headroomBits for stored stems, 1 for files. */
  readonly scale: number;
}

interface Pieces {
  readonly stream: AsyncIterable<Float32Array>;
  /** Position of the first frame of the stream. */
  readonly first: number;
}

function openPieces({ files }: RangeSource, from: number, sampleRate: number, signal?: AbortSignal): Pieces {
  if ('audio' in files) {
    return { stream: decodeStream(files.audio, { sampleRate, channels: 2, signal }), first: 0 };
  }
  // Whole segments before the range need not be decoded.
  const skipped = files.segmentSamples ? Math.floor(Math.max(0, from) / files.segmentSamples) : 0;
  const stream = streamSegmentFiles(files.segments.slice(skipped), { signal });
  return { stream, first: skipped * (files.segmentSamples ?? 0) };
}

/** Multiplies a fresh copy; a scale of 1 needs none. */
const scaled = (piece: Float32Array, scale: number): Float32Array =>
  scale === 1 ? piece : piece.map((sample) => sample * scale);

/**
 * Writes the frames from `from` up to `to` to `path`; where the source ends earlier, so does the file.
 * @throws UnusableAudioError or MediaToolError, the signal's reason when it is aborted
 */
export async function decodeRange(
  source: RangeSource,
  range: { readonly from: number; readonly to: number },
  path: string,
  sampleRate: number,
  signal?: AbortSignal,
): Promise<FrameFileInfo> {
  const from = Math.max(0, range.from);
  const { stream, first } = openPieces(source, from, sampleRate, signal);
  const writer = await FrameWriter.open(path, from);
  try {
    let at = first;
    for await (const piece of stream) {
      const [start, end] = [Math.max(from, at), Math.min(range.to, at + piece.length / 2)];
      if (end > start) {
        await writer.write(scaled(piece.subarray((start - at) * 2, (end - at) * 2), source.scale));
      }
      at += piece.length / 2;
      if (at >= range.to) break;
    }
    return await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
