// The page's account of decoded windows: what is held, what to fetch next, what to give up.
import { clipsOf, type StripClips } from '../audio-thread/arrangement';
import type { DecodedWindow, WindowPart } from '../decoded-window';
import type { FetchSegment, LoopRange, PlayerStem } from '../types';
import { chooseEvictions, withinBudget } from './eviction';
import { SegmentLoader } from './segment-loader';
import { sameStem, segmentLength } from './stem-segments';
import {
  type ArrangedStem,
  LOOK_AHEAD_SAMPLES,
  parseKey,
  planWindows,
  type WantedWindow,
  windowKey,
} from './window-plan';
import { WindowSource } from './window-source';

export interface LedgerOptions {
  readonly fetchSegment: FetchSegment;
  /** Where the bundled decoding worker is served. */
  readonly decoderUrl: string;
  readonly onWindow: (stemId: string, index: number, window: DecodedWindow) => void;
  /** What sounds at once of a window that will follow. */
  readonly onPart: (stemId: string, index: number, part: WindowPart) => void;
  /** A window and its part must go: return what is at hand of them, and give back the rest later with `recycle`. */
  readonly onEvict: (stemId: string, index: number) => readonly DecodedWindow[];
  /** A window cannot be had although it was tried several times. */
  readonly onGiveUp: (stem: PlayerStem, index: number, reason: unknown) => void;
}

/** Two channels of 32-bit float. */
const BYTES_PER_SAMPLE = 8;

/** Keeps the windows around the playhead loaded. It owns no audio: windows are passed on as soon as they are decoded. */
export class WindowLedger {
  #stems: ReadonlyMap<string, PlayerStem> = new Map();
  #arranged: readonly ArrangedStem[] = [];
  /** Decoded bytes by window key, least recently needed first. */
  readonly #held = new Map<string, number>();
  #available = Number.POSITIVE_INFINITY;
  /** Parts that went ahead of their windows, by window key. */
  readonly #parts = new Map<string, { readonly from: number; readonly to: number }>();
  readonly #loader: SegmentLoader;
  readonly #source: WindowSource;
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
    const onPart = (stem: PlayerStem, index: number, part: WindowPart) =>
      this.#receivePart(stem, index, part);
    this.#source = new WindowSource({ ...options, onPart });
    this.#loader = new SegmentLoader({
      load: (stem, wanted, signal) => this.#source.load(stem, wanted, signal),
      onWindow: (stem, index, window) => this.#receive(stem, index, window),
      onGiveUp: options.onGiveUp,
      onUnwanted: (window) => this.recycle(window),
    });
  }

  /** Takes a new list of stems; windows of stems that are described as before stay held. */
  load(stems: readonly PlayerStem[]): void {
    const before = this.#stems;
    this.#stems = new Map(stems.map((stem) => [stem.id, stem]));
    for (const key of [...this.#held.keys()]) {
      const { stemId } = parseKey(key);
      if (!sameStem(before.get(stemId), this.#stems.get(stemId))) this.#evict(key);
    }
    this.#parts.clear();
    this.#loader.request([], this.#stems);
    this.arrange([]);
  }

  /** Takes which clips the stems sound in, in the order of the stems. */
  arrange(clips: readonly StripClips[]): void {
    this.#arranged = [...this.#stems.values()].map((stem, i) => ({
      stem,
      clips: clipsOf(clips[i], stem.lengthSamples),
    }));
  }

  /** Says how far the stems are there: windows that end beyond `samples` are not asked for. */
  setAvailable(samples: number): void {
    this.#available = samples;
  }

  /** Plans for this moment: evicts what must go, then fetches what is missing. */
  follow(position: number, loop: LoopRange | null, length: number): void {
    const plan = this.#plan(position, LOOK_AHEAD_SAMPLES, loop, length);
    const affordable = withinBudget(plan, (window) => this.#bytesOf(window));
    const missing: WantedWindow[] = [];
    let incoming = 0;
    for (const window of affordable) {
      if (this.#touch(window) || !this.#isThere(window)) continue;
      missing.push(window);
      incoming += this.#bytesOf(window);
    }
    for (const key of chooseEvictions(this.#held, affordable, incoming)) {
      this.#evict(key);
    }
    const wanted = new Set(affordable.map(({ stemId, index }) => windowKey(stemId, index)));
    for (const key of [...this.#parts.keys()]) if (!wanted.has(key)) this.#evict(key);
    this.#loader.request(missing, this.#stems);
  }

  /** True when everything that sounds in the `count` samples from `position` is held. */
  holds(position: number, count: number, loop: LoopRange | null, length: number): boolean {
    const plan = this.#plan(position, count, loop, length);
    return plan.every((window) => this.#isHeld(window, count));
  }

  /** Lets windows that could not be had be tried again. */
  forgive(): void {
    this.#loader.forgive();
  }

  /** Forgets every window, because whoever held them is gone; their memory will not come back to be lent again. */
  forgetAll(): void {
    this.#held.clear();
    this.#parts.clear();
    this.#source.renew();
  }

  /** Takes back the memory of a window that was evicted. */
  recycle(window: DecodedWindow): void {
    this.#source.recycle(window);
  }

  dispose(): void {
    this.#loader.dispose();
    this.#source.dispose();
    this.#held.clear();
  }

  #plan(position: number, lookAhead: number, loop: LoopRange | null, length: number): WantedWindow[] {
    return planWindows({ stems: this.#arranged, position, loop, length, lookAhead });
  }

  /** True when the window is there, or a part of it that reaches as far as is needed. */
  #isHeld({ stemId, index, from, due }: WantedWindow, count: number): boolean {
    const key = windowKey(stemId, index);
    if (this.#held.has(key)) return true;
    const part = this.#parts.get(key);
    const stem = this.#stems.get(stemId);
    if (!part || !stem) return false;
    const to = Math.min(segmentLength(stem, index), from + count - due);
    return part.from <= from && part.to >= to;
  }

  #isThere({ stemId, index }: WantedWindow): boolean {
    const stem = this.#stems.get(stemId);
    return (
      stem !== undefined && Math.min((index + 1) * stem.segmentSamples, stem.lengthSamples) <= this.#available
    );
  }

  /** Marks a held window as needed now; false when it is not held. */
  #touch({ stemId, index }: WantedWindow): boolean {
    const key = windowKey(stemId, index);
    const bytes = this.#held.get(key);
    if (bytes === undefined) return false;
    this.#held.delete(key);
    this.#held.set(key, bytes);
    return true;
  }

  #evict(key: string): void {
    const { stemId, index } = parseKey(key);
    this.#held.delete(key);
    this.#parts.delete(key);
    for (const window of this.#options.onEvict(stemId, index)) this.recycle(window);
  }

  #bytesOf({ stemId, index }: Pick<WantedWindow, 'stemId' | 'index'>): number {
    const stem = this.#stems.get(stemId);
    return stem && segmentLength(stem, index) > 0 ? stem.segmentSamples * BYTES_PER_SAMPLE : 0;
  }

  #receive(stem: PlayerStem, index: number, window: DecodedWindow): void {
    // A stem may have been replaced while its window was being decoded.
    if (!sameStem(stem, this.#stems.get(stem.id))) {
      this.recycle(window);
      return;
    }
    this.#parts.delete(windowKey(stem.id, index));
    this.#held.set(windowKey(stem.id, index), window.left.length * BYTES_PER_SAMPLE);
    this.#options.onWindow(stem.id, index, window);
  }

  #receivePart(stem: PlayerStem, index: number, part: WindowPart): void {
    if (!sameStem(stem, this.#stems.get(stem.id))) {
      this.recycle(part);
      return;
    }
    const { from, left } = part;
    this.#parts.set(windowKey(stem.id, index), { from, to: from + left.length });
    this.#options.onPart(stem.id, index, part);
  }
}
