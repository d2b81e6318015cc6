// Writes stems to storage while they come into being: FLAC segments for playing and rendering, peaks for drawing.

import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { deinterleave } from '@/audio/interleave';
import { encodePeaks, PeakBuilder } from '@/audio/peaks';
import { gainToDb } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { sanitise } from '@/platform/media/decode';
import { stemPeaksKey, stemSegmentKey } from '@/platform/storage/keys';
import type { Storage } from '@/platform/storage/storage';
import { SegmentCutter } from './segment-cutter';
import { encodeSegments } from './segment-encoder';
import { largestOf, quantiseStem } from './stem-quantiser';

/** Segments encoded by one process; bounds memory at 17 MB. */
const BATCH_SEGMENTS = 8;

export interface StemsWriterOptions {
  /** Written to alone. */
  readonly storage: Pick<Storage, 'put' | 'putFile'>;
  readonly sourceId: string;
  readonly sampleRate: number;
  /** A folder for temporary files. */
  readonly workDir: string;
  readonly segmentSamples?: number;
  readonly signal?: AbortSignal;
  readonly stemIds: readonly string[];
  /**
   * How far all stems are turned down; samples that exceed it nevertheless are clamped to the highest value.
   */
  readonly headroomBits: number;
}

export interface WrittenStem {
  readonly id: string;
  readonly headroomBits: number;
  /** Null for silence. */
  readonly peakDbfs: number | null;
}

/** What is known of one stem on the way. */
interface StemTrack {
  readonly id: string;
  readonly cutter: SegmentCutter;
  readonly peaks: PeakBuilder;
  peak: number;
}

/** One segment number of one stem, as interleaved frames. */
interface CutSegment {
  readonly track: StemTrack;
  readonly index: number;
  readonly frames: Float32Array<ArrayBuffer>;
}

/**
 * Accepts the stems of one source side by side, in pieces, and stores every segment as soon as it is
 * complete, so that the beginning can be played while the rest is still to come.
 *
 * Storage sees finished files only; a run that fails may leave some of them, which the next run replaces.
 */
export class StemsWriter {
  readonly #tracks: readonly StemTrack[];
  readonly #segmentSamples: number;
  #segments = 0;
  #available = 0;

  readonly #options: StemsWriterOptions;
  readonly #directory: string;

  private constructor(options: StemsWriterOptions, directory: string) {
    this.#options = options;
    this.#directory = directory;
    this.#segmentSamples = options.segmentSamples ?? SEGMENT_SAMPLES;
    this.#tracks = options.stemIds.map((id) => ({
      id,
      cutter: new SegmentCutter(this.#segmentSamples),
      peaks: new PeakBuilder(options.sampleRate),
      peak: 0,
    }));
  }

  static async open(options: StemsWriterOptions): Promise<StemsWriter> {
    return new StemsWriter(options, await mkdtemp(path.join(options.workDir, 'stems-')));
  }

  /** How many samples of every stem are stored, from the beginning on, with their peaks. */
  get availableSamples(): number {
    return this.#available;
  }

  /**
   * Adds the next samples of every stem, in the order of `stemIds`, all equally long, and stores what they complete.
   * Samples that are no numbers become silence.
   * @throws StorageFullError or MediaToolError when the disk is full, the signal's reason when it is aborted
   */
  async append(pieces: readonly (readonly [Float32Array, Float32Array])[]): Promise<void> {
    this.#options.signal?.throwIfAborted();
    const complete = this.#tracks.map(({ cutter }, stem) => cutter.push(...pieces[stem]!));
    await this.#store(complete);
  }

  /**
   * Stores the last, shorter segment and removes the temporary files.
   * @throws like append
   */
  async finish(): Promise<WrittenStem[]> {
    const { headroomBits } = this.#options;
    try {
      const rests = this.#tracks.map(({ cutter }) => cutter.flush());
      await this.#store(rests.map((rest) => (rest.length > 0 ? [rest] : [])));
      if (this.#available === 0) await this.#storePeaks();
      return this.#tracks.map(({ id, peak }) => ({
        id,
        headroomBits,
        peakDbfs: peak > 0 ? gainToDb(peak) : null,
      }));
    } finally {
      await this.discard();
    }
  }

  /** Removes the temporary files of stems that will not be completed. */
  async discard(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** @param complete the segments that every stem has completed, equally many of each */
  async #store(complete: readonly (readonly Float32Array<ArrayBuffer>[])[]): Promise<void> {
    const count = complete[0]?.length ?? 0;
    if (count === 0) return;
    const cut = Array.from({ length: count }, (_, i) =>
      this.#tracks.map((track, stem) => ({ track, index: this.#segments + i, frames: complete[stem]![i]! })),
    ).flat();
    for (const segment of cut) this.#accumulate(segment);
    for (let at = 0; at < cut.length; at += BATCH_SEGMENTS) {
      await this.#storeBatch(cut.slice(at, at + BATCH_SEGMENTS));
    }
    await this.#storePeaks();
    this.#segments += count;
    this.#available += complete[0]!.reduce((sum, frames) => sum + frames.length / 2, 0);
  }

  #accumulate({ track, frames }: CutSegment): void {
    sanitise(frames);
    track.peak = Math.max(track.peak, largestOf(frames));
    track.peaks.append(...deinterleave(frames));
  }

  async #storeBatch(batch: readonly CutSegment[]): Promise<void> {
    const { storage, sourceId, sampleRate, signal, headroomBits } = this.#options;
    const fileOf = ({ track, index }: CutSegment) => path.join(this.#directory, `${track.id}-${index}.flac`);
    await encodeSegments(
      batch.map((cut) => ({ pcm: quantiseStem(cut.frames, headroomBits), file: fileOf(cut) })),
      { sampleRate, signal },
    );
    for (const cut of batch) {
      signal?.throwIfAborted();
      await storage.putFile(stemSegmentKey(sourceId, cut.track.id, cut.index), fileOf(cut));
    }
  }

  async #storePeaks(): Promise<void> {
    const { storage, sourceId, headroomBits } = this.#options;
    for (const { id, peaks } of this.#tracks) {
      await storage.put(stemPeaksKey(sourceId, id), encodePeaks(peaks.current(), headroomBits));
    }
  }
}
