// Writes one stem to storage: FLAC segments for playing and rendering, peaks for drawing.
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { interleave } from '@/audio/interleave';
import { encodePeaks, PeakBuilder } from '@/audio/peaks';
import { gainToDb } from '@/audio/units';
import { sanitise } from '@/server/shared/media/decode';
import { stemPeaksKey, stemSegmentKey } from '@/server/shared/storage/keys';
import type { Storage } from '@/server/shared/storage/storage';
import { encodeSegments, segmentFile } from './segment-encoder';
import { headroomFor, quantiseStem } from './stem-quantiser';

/** The length of a stored segment: six seconds, short to fetch on a seek and long enough to compress well. */
export const SEGMENT_SAMPLES = 262_144;

/** Segments encoded by one process; bounds memory at 17 MB per stem. */
const BATCH_SEGMENTS = 8;
const FRAME_BYTES = 8;

export interface StemWriterOptions {
  readonly storage: Storage;
  readonly sourceId: string;
  readonly stemId: string;
  readonly sampleRate: number;
  /** A temporary folder on a disk with room for the stem as floats (21 MB per minute). */
  readonly workDir: string;
  readonly segmentSamples?: number;
  readonly signal?: AbortSignal;
}

export interface WrittenStem {
  readonly id: string;
  readonly headroomBits: number;
  /** Null for silence. */
  readonly peakDbfs: number | null;
}

/**
 * Takes a stem in pieces and stores it when it is complete.
 *
 * The pieces are kept as floats on disk until then, because the headroom of the whole stem has to be known before
 * its first sample can be stored. Storage sees finished files only; a run that fails may leave some of them, which
 * nothing refers to and the next run replaces.
 */
export class StemWriter {
  private readonly peaks: PeakBuilder;
  private peak = 0;
  private frames = 0;

  private constructor(
    private readonly options: StemWriterOptions,
    private readonly directory: string,
    private readonly spool: FileHandle,
  ) {
    this.peaks = new PeakBuilder(options.sampleRate);
  }

  static async open(options: StemWriterOptions): Promise<StemWriter> {
    const directory = await mkdtemp(path.join(options.workDir, `stem-${options.stemId}-`));
    return new StemWriter(options, directory, await open(path.join(directory, 'spool.f32'), 'w+'));
  }

  /** Adds the next samples; `left` and `right` are equally long. Samples that are no numbers become silence. */
  async append(left: Float32Array, right: Float32Array): Promise<void> {
    this.options.signal?.throwIfAborted();
    const frames = sanitise(interleave(left, right));
    for (const sample of frames) this.peak = Math.max(this.peak, Math.abs(sample));
    this.peaks.append(left, right);
    await this.spool.writeFile(new Uint8Array(frames.buffer));
    this.frames += left.length;
  }

  /**
   * Stores everything and removes the temporary files.
   * @throws StorageFullError or MediaToolError when the disk is full, the signal's reason when it is aborted
   */
  async finish(): Promise<WrittenStem> {
    const { storage, sourceId, stemId } = this.options;
    try {
      const headroomBits = headroomFor(this.peak);
      const segments = await this.encode(headroomBits);
      for (let index = 0; index < segments; index++) {
        this.options.signal?.throwIfAborted();
        await storage.putFile(stemSegmentKey(sourceId, stemId, index), segmentFile(this.directory, index));
      }
      await storage.put(stemPeaksKey(sourceId, stemId), encodePeaks(this.peaks.finish(), headroomBits));
      return { id: stemId, headroomBits, peakDbfs: this.peak > 0 ? gainToDb(this.peak) : null };
    } finally {
      await this.discard();
    }
  }

  /** Removes the temporary files of a stem that will not be stored. */
  async discard(): Promise<void> {
    await this.spool.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async encode(headroomBits: number): Promise<number> {
    const { segmentSamples = SEGMENT_SAMPLES, sampleRate, signal } = this.options;
    const batchFrames = segmentSamples * BATCH_SEGMENTS;
    let segments = 0;
    for (let at = 0; at < this.frames; at += batchFrames) {
      const floats = new Float32Array(Math.min(batchFrames, this.frames - at) * 2);
      await this.spool.read(new Uint8Array(floats.buffer), 0, floats.byteLength, at * FRAME_BYTES);
      const pcm = quantiseStem(floats, headroomBits);
      const { directory } = this;
      segments += await encodeSegments({
        ...{ pcm, sampleRate, segmentSamples, directory, signal },
        firstIndex: segments,
      });
    }
    return segments;
  }
}

/** Stores a whole stem that is in memory. */
export async function writeStem(
  options: StemWriterOptions,
  left: Float32Array,
  right: Float32Array,
): Promise<WrittenStem> {
  const writer = await StemWriter.open(options);
  await writer.append(left, right);
  return writer.finish();
}
