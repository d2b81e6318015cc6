// The page's cache of decoded segments: which are cached, which to fetch next, which to evict.
import type { Clip } from '@/audio/mix/clips';
import { clipsOf } from '../audio-thread/arrangement';
import type { DecodedSegment, SegmentPart } from '../decoded-segment';
import type { FetchSegment, LoopRange, PlayerStem } from '../types';
import { chooseEvictions, withinBudget } from './eviction';
import { SegmentLoader } from './segment-loader';
import {
  LOOK_AHEAD_SAMPLES,
  parseKey,
  planSegments,
  type StemClips,
  segmentKey,
  type WantedSegment,
} from './segment-plan';
import { SegmentSource } from './segment-source';
import type { ArrangedTrack } from './song-mix';
import { sameStem, segmentLength } from './stem-segments';

export interface SegmentCacheOptions {
  readonly fetchSegment: FetchSegment;
  /** Where the bundled decoding worker is served. */
  readonly decoderUrl: string;
  readonly onSegment: (stemId: string, index: number, segment: DecodedSegment) => void;
  /** What sounds at once of a segment that will follow. */
  readonly onPart: (stemId: string, index: number, part: SegmentPart) => void;
  /** A segment and its part must go: return what is at hand of them, and give back the rest later with `recycle`. */
  readonly onEvict: (stemId: string, index: number) => readonly DecodedSegment[];
  /** A segment cannot be had although it was tried several times. */
  readonly onGiveUp: (stem: PlayerStem, index: number, reason: unknown) => void;
}

/** Two channels of 32-bit float. */
const BYTES_PER_SAMPLE = 8;

/** Keeps the segments around the playhead loaded. It owns no audio: segments are passed on as soon as they are decoded. */
export class SegmentCache {
  #stems: ReadonlyMap<string, PlayerStem> = new Map();
  #clipsByStem: readonly StemClips[] = [];
  /** Decoded bytes by segment key, least recently needed first. */
  readonly #cached = new Map<string, number>();
  #available = Number.POSITIVE_INFINITY;
  /** Parts that went ahead of their segments, by segment key. */
  readonly #parts = new Map<string, { readonly from: number; readonly to: number }>();
  readonly #loader: SegmentLoader;
  readonly #source: SegmentSource;
  readonly #options: SegmentCacheOptions;

  constructor(options: SegmentCacheOptions) {
    this.#options = options;
    const onPart = (stem: PlayerStem, index: number, part: SegmentPart) =>
      this.#receivePart(stem, index, part);
    this.#source = new SegmentSource({ ...options, onPart });
    this.#loader = new SegmentLoader({
      load: (stem, wanted, signal) => this.#source.load(stem, wanted, signal),
      onSegment: (stem, index, segment) => this.#receive(stem, index, segment),
      onGiveUp: options.onGiveUp,
      onUnwanted: (segment) => this.recycle(segment),
    });
  }

  /** Accepts a new list of stems; segments of stems whose description is unchanged stay cached. */
  load(stems: readonly PlayerStem[]): void {
    const before = this.#stems;
    this.#stems = new Map(stems.map((stem) => [stem.id, stem]));
    for (const key of [...this.#cached.keys()]) {
      const { stemId } = parseKey(key);
      if (!sameStem(before.get(stemId), this.#stems.get(stemId))) this.#evict(key);
    }
    this.#parts.clear();
    this.#loader.request([], this.#stems);
    this.arrange([]);
  }

  /** Takes which clips the tracks sound in. */
  arrange(tracks: readonly ArrangedTrack[]): void {
    const clipsByStem = new Map<string, Clip[]>();
    for (const { track, clips } of tracks) {
      for (const clip of clipsOf(clips, track.lengthSamples)) {
        const id = clip.source ?? track.stemId ?? '';
        const known = clipsByStem.get(id);
        if (known) known.push(clip);
        else clipsByStem.set(id, [clip]);
      }
    }
    this.#clipsByStem = [...this.#stems.values()].flatMap((stem) => {
      const clips = clipsByStem.get(stem.id);
      return clips ? [{ stem, clips }] : [];
    });
  }

  /** Says how far the stems are there: segments that end beyond `samples` are not asked for. */
  setAvailable(samples: number): void {
    this.#available = samples;
  }

  /** Plans for this moment: evicts what must go, then fetches what is missing. */
  follow(position: number, loop: LoopRange | null, length: number): void {
    const plan = this.#plan(position, LOOK_AHEAD_SAMPLES, loop, length);
    const affordable = withinBudget(plan, (segment) => this.#bytesOf(segment));
    const missing: WantedSegment[] = [];
    let incoming = 0;
    for (const segment of affordable) {
      if (this.#touch(segment) || !this.#isThere(segment)) continue;
      missing.push(segment);
      incoming += this.#bytesOf(segment);
    }
    for (const key of chooseEvictions(this.#cached, affordable, incoming)) {
      this.#evict(key);
    }
    const wanted = new Set(affordable.map(({ stemId, index }) => segmentKey(stemId, index)));
    for (const key of [...this.#parts.keys()]) if (!wanted.has(key)) this.#evict(key);
    this.#loader.request(missing, this.#stems);
  }

  /** True when everything that sounds in the `count` samples from `position` is cached. */
  covers(position: number, count: number, loop: LoopRange | null, length: number): boolean {
    const plan = this.#plan(position, count, loop, length);
    return plan.every((segment) => this.#isCached(segment, count));
  }

  /** Lets segments that could not be had be tried again. */
  resetBackoff(): void {
    this.#loader.resetBackoff();
  }

  /**
   * Drops every segment, because the owner of their memory is gone; that memory will not return to the pool.
   */
  clear(): void {
    this.#cached.clear();
    this.#parts.clear();
    this.#source.renew();
  }

  /** Takes back the memory of a segment that was evicted. */
  recycle(segment: DecodedSegment): void {
    this.#source.recycle(segment);
  }

  dispose(): void {
    this.#loader.dispose();
    this.#source.dispose();
    this.#cached.clear();
  }

  #plan(position: number, lookAhead: number, loop: LoopRange | null, length: number): WantedSegment[] {
    return planSegments({ stems: this.#clipsByStem, position, loop, length, lookAhead });
  }

  /** True when the segment is there, or a part of it that reaches as far as is needed. */
  #isCached({ stemId, index, from, due }: WantedSegment, count: number): boolean {
    const key = segmentKey(stemId, index);
    if (this.#cached.has(key)) return true;
    const part = this.#parts.get(key);
    const stem = this.#stems.get(stemId);
    if (!part || !stem) return false;
    const to = Math.min(segmentLength(stem, index), from + count - due);
    return part.from <= from && part.to >= to;
  }

  #isThere({ stemId, index }: WantedSegment): boolean {
    const stem = this.#stems.get(stemId);
    return (
      stem !== undefined && Math.min((index + 1) * stem.segmentSamples, stem.lengthSamples) <= this.#available
    );
  }

  /** Marks a cached segment as needed now; false when it is not cached. */
  #touch({ stemId, index }: WantedSegment): boolean {
    const key = segmentKey(stemId, index);
    const bytes = this.#cached.get(key);
    if (bytes === undefined) return false;
    this.#cached.delete(key);
    this.#cached.set(key, bytes);
    return true;
  }

  #evict(key: string): void {
    const { stemId, index } = parseKey(key);
    this.#cached.delete(key);
    this.#parts.delete(key);
    for (const segment of this.#options.onEvict(stemId, index)) this.recycle(segment);
  }

  #bytesOf({ stemId, index }: Pick<WantedSegment, 'stemId' | 'index'>): number {
    const stem = this.#stems.get(stemId);
    return stem && segmentLength(stem, index) > 0 ? stem.segmentSamples * BYTES_PER_SAMPLE : 0;
  }

  #receive(stem: PlayerStem, index: number, segment: DecodedSegment): void {
    // A stem may have been replaced while its segment was being decoded.
    if (!sameStem(stem, this.#stems.get(stem.id))) {
      this.recycle(segment);
      return;
    }
    this.#parts.delete(segmentKey(stem.id, index));
    this.#cached.set(segmentKey(stem.id, index), segment.left.length * BYTES_PER_SAMPLE);
    this.#options.onSegment(stem.id, index, segment);
  }

  #receivePart(stem: PlayerStem, index: number, part: SegmentPart): void {
    if (!sameStem(stem, this.#stems.get(stem.id))) {
      this.recycle(part);
      return;
    }
    const { from, left } = part;
    this.#parts.set(segmentKey(stem.id, index), { from, to: from + left.length });
    this.#options.onPart(stem.id, index, part);
  }
}
