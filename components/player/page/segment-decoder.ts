// Turns stored segments into float samples, off the page's thread and without garbage.

import { required } from '@/contract/required';
import type { DecodeReply } from '../decode-messages';
import type { DecodedSegment, SegmentPart } from '../decoded-segment';
import { release } from '../release';
import type { PlayerStem } from '../types';
import { DecodeLane, type DecodeTask, PART_SAMPLES } from './decode-lane';
import { SegmentPool } from './segment-pool';

/** Two keep up with 16 stems. More make a seek quicker, but must leave cores to the audio thread. */
const WORKERS = Math.min(4, Math.max(2, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));

/** A part, and the bytes of its segment to decode the rest from. */
export interface DecodedPart {
  readonly part: SegmentPart;
  readonly bytes: ArrayBuffer;
}

/**
 * Owns the decoding workers and the memory of the windows. The browser's decodeAudioData would do the decoding, but
 * it leaves 3.5 MB behind for the collector with each segment, and the collector takes no notice of most of it.
 * A worker gets one segment at a time, so that what a seek made useless is dropped before it is decoded.
 */
export class SegmentDecoder {
  readonly #pool = new SegmentPool();
  #lanes: DecodeLane[] = [];
  /** Parts first, each kind in the order it came. */
  #queue: DecodeTask[] = [];
  #disposed = false;
  readonly #workerUrl: string;

  constructor(workerUrl: string) {
    this.#workerUrl = workerUrl;
  }

  /**
   * Decodes one segment and undoes its headroom.
   * @param bytes a stereo FLAC file; belongs to the decoder from now on
   * @throws Error when it is not the segment it should be; what `signal` says when it is aborted
   */
  async decode(
    bytes: ArrayBuffer,
    stem: PlayerStem,
    index: number,
    signal: AbortSignal,
  ): Promise<DecodedSegment> {
    const { left, right } = await this.#ask({ bytes, stem, index, signal, from: null });
    return { left, right };
  }

  /**
   * Decodes PART_SAMPLES, or what there is, from sample `from` of a segment on, before all whole segments.
   * @param bytes like `decode`; come back with the part
   * @throws like `decode`
   */
  async decodePart(
    bytes: ArrayBuffer,
    stem: PlayerStem,
    index: number,
    from: number,
    signal: AbortSignal,
  ): Promise<DecodedPart> {
    const reply = await this.#ask({ bytes, stem, index, signal, from });
    const part = { left: reply.left, right: reply.right, from };
    return { part, bytes: required(reply.bytes, 'The segment that a part was decoded from') };
  }

  /** Takes back the memory of a segment that is not needed any more. */
  recycle({ left, right }: DecodedSegment): void {
    this.#pool.give({ left, right });
  }

  dispose(): void {
    this.#disposed = true;
    this.#failAll('The player was closed.');
  }

  #ask(task: Omit<DecodeTask, 'resolve' | 'reject'>): Promise<DecodeReply> {
    return new Promise((resolve, reject) => {
      const asked = { ...task, resolve, reject };
      const firstWhole = this.#queue.findIndex((other) => other.from === null);
      if (task.from === null || firstWhole < 0) this.#queue.push(asked);
      else this.#queue.splice(firstWhole, 0, asked);
      this.#startNext();
    });
  }

  /** Starts what there is room for, in the order of the queue. */
  #startNext(): void {
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (next.signal.aborted || this.#disposed) {
        release([next.bytes]);
        next.reject(next.signal.reason ?? new Error('The player was closed.'));
      } else {
        const lane = this.#laneFor(next);
        if (!lane) return;
        const { from, stem } = next;
        lane.start(next, this.#pool.take(from === null ? stem.segmentSamples : PART_SAMPLES));
      }
      this.#queue.shift();
    }
  }

  /** The lane with the least to do, or a new one while there may be more. */
  #laneFor(task: DecodeTask): DecodeLane | null {
    const [best] = this.#lanes.filter((lane) => lane.hasRoomFor(task)).sort((a, b) => a.load - b.load);
    if ((best && best.load === 0) || this.#lanes.length >= WORKERS) return best ?? null;
    const lane = new DecodeLane({
      workerUrl: this.#workerUrl,
      onRoom: () => this.#startNext(),
      onReturn: (segment) => this.recycle(segment),
      onBroken: () => this.#failAll('The decoder could not be loaded.'),
    });
    this.#lanes.push(lane);
    return lane;
  }

  /** Ends every worker; one that failed to load is tried anew by the next segment. */
  #failAll(reason: string): void {
    const undone = [...this.#lanes.flatMap((lane) => lane.close()), ...this.#queue];
    this.#lanes = [];
    this.#queue = [];
    for (const { reject } of undone) reject(new Error(reason));
  }
}
