// Gets a segment: fetches its file and decodes it, what sounds at once ahead of the rest.

import type { DecodedSegment, SegmentPart } from '../decoded-segment';
import type { FetchSegment, PlayerStem } from '../types';
import { SegmentDecoder } from './segment-decoder';
import { URGENT_SAMPLES } from './segment-loader';
import type { WantedSegment } from './segment-plan';
import { segmentLength } from './stem-segments';

export interface SegmentSourceOptions {
  readonly fetchSegment: FetchSegment;
  /** Where the bundled decoding worker is served. */
  readonly decoderUrl: string;
  /** What sounds first of a segment is decoded before the rest. */
  readonly onPart: (stem: PlayerStem, index: number, part: SegmentPart) => void;
}

/** Owns the decoder and the memory of the segments. */
export class SegmentSource {
  #decoder: SegmentDecoder;
  readonly #options: SegmentSourceOptions;

  constructor(options: SegmentSourceOptions) {
    this.#options = options;
    this.#decoder = new SegmentDecoder(options.decoderUrl);
  }

  /**
   * One whole segment. @throws what `fetchSegment` throws, Error when the segment is damaged, or the signal's reason
   */
  async load(stem: PlayerStem, wanted: WantedSegment, signal: AbortSignal): Promise<DecodedSegment> {
    const { index } = wanted;
    const fetched = await this.#options.fetchSegment(stem.id, index, signal);
    const bytes = isUrgent(wanted, stem) ? await this.#sendPart(fetched, stem, wanted, signal) : fetched;
    return this.#decoder.decode(bytes, stem, index, signal);
  }

  /** Decodes what sounds first and passes it on. @returns the bytes of the whole segment */
  async #sendPart(
    fetched: ArrayBuffer,
    stem: PlayerStem,
    { index, from }: WantedSegment,
    signal: AbortSignal,
  ): Promise<ArrayBuffer> {
    try {
      const { part, bytes } = await this.#decoder.decodePart(fetched, stem, index, from, signal);
      if (signal.aborted) this.#decoder.recycle(part);
      else this.#options.onPart(stem, index, part);
      return bytes;
    } catch (reason) {
      if (signal.aborted) throw reason;
      // Where it begins may have been mistaken, once in millions of frames; the whole has no such doubt.
      return this.#options.fetchSegment(stem.id, index, signal);
    }
  }

  /** Takes back the memory of a segment or part. */
  recycle(segment: DecodedSegment): void {
    this.#decoder.recycle(segment);
  }

  /** Starts with new memory, because what was handed out will not return. */
  renew(): void {
    this.#decoder.dispose();
    this.#decoder = new SegmentDecoder(this.#options.decoderUrl);
  }

  dispose(): void {
    this.#decoder.dispose();
  }
}

/** A part pays where the segment sounds at once and is much longer than a part. */
function isUrgent({ index, due }: WantedSegment, stem: PlayerStem): boolean {
  return due < URGENT_SAMPLES && segmentLength(stem, index) > 2 * URGENT_SAMPLES;
}
