// The page's account of decoded windows: what is held, what to fetch next, what to give up.
import { chooseEvictions, withinBudget } from './eviction';
import { SegmentDecoder, segmentLength } from './segment-decoder';
import { SegmentLoader } from './segment-loader';
import type { FetchSegment, LoopRange, PlayerStem } from './types';
import { LOOK_AHEAD_SAMPLES, planWindows, type WantedWindow, windowKey } from './window-plan';
import type { DecodedWindow } from './window-store';

export interface LedgerOptions {
  readonly fetchSegment: FetchSegment;
  /** Where the bundled decoding worker is served. */
  readonly decoderUrl: string;
  readonly onWindow: (stemId: string, index: number, window: DecodedWindow) => void;
  /** A window must go: return it if it is at hand, or give it back later with `recycle`. */
  readonly onEvict: (stemId: string, index: number) => DecodedWindow | null;
  /** A window cannot be had although it was tried several times. */
  readonly onGiveUp: (stem: PlayerStem, index: number, reason: unknown) => void;
}

/** Two channels of 32-bit float. */
const BYTES_PER_SAMPLE = 8;

/** Keeps the windows around the playhead loaded. It owns no audio: windows are passed on as soon as they are decoded. */
export class WindowLedger {
  private stems: ReadonlyMap<string, PlayerStem> = new Map();
  /** Decoded bytes by window key, least recently needed first. */
  private readonly held = new Map<string, number>();
  private available = Number.POSITIVE_INFINITY;
  private readonly loader: SegmentLoader;
  private decoder: SegmentDecoder;

  constructor(private readonly options: LedgerOptions) {
    this.decoder = new SegmentDecoder(options.decoderUrl);
    this.loader = new SegmentLoader({
      load: async (stem, index, signal) =>
        this.decoder.decode(await options.fetchSegment(stem.id, index, signal), stem, index, signal),
      onWindow: (stem, index, window) => this.receive(stem, index, window),
      onGiveUp: options.onGiveUp,
      onUnwanted: (window) => this.recycle(window),
    });
  }

  /** Takes a new list of stems; windows of stems that are described as before stay held. */
  load(stems: readonly PlayerStem[]): void {
    const before = this.stems;
    this.stems = new Map(stems.map((stem) => [stem.id, stem]));
    for (const key of [...this.held.keys()]) {
      const { stemId } = parseKey(key);
      if (!sameStem(before.get(stemId), this.stems.get(stemId))) this.evict(key);
    }
    this.loader.request([], this.stems);
  }

  /** Says how far the stems are there: windows that end beyond `samples` are not asked for. */
  setAvailable(samples: number): void {
    this.available = samples;
  }

  /** Plans for this moment: evicts what must go, then fetches what is missing. */
  follow(position: number, loop: LoopRange | null, length: number): void {
    const plan = this.plan(position, LOOK_AHEAD_SAMPLES, loop, length);
    const affordable = withinBudget(plan, (window) => this.bytesOf(window));
    const missing: WantedWindow[] = [];
    let incoming = 0;
    for (const window of affordable) {
      if (this.touch(window) || !this.isThere(window)) continue;
      missing.push(window);
      incoming += this.bytesOf(window);
    }
    for (const key of chooseEvictions(this.held, affordable, incoming)) {
      this.evict(key);
    }
    this.loader.request(missing, this.stems);
  }

  /** True when everything that sounds in the `count` samples from `position` is held. */
  holds(position: number, count: number, loop: LoopRange | null, length: number): boolean {
    const plan = this.plan(position, count, loop, length);
    return plan.every(({ stemId, index }) => this.held.has(windowKey(stemId, index)));
  }

  /** Lets windows that could not be had be tried again. */
  forgive(): void {
    this.loader.forgive();
  }

  /** Forgets every window, because whoever held them is gone; their memory will not come back to be lent again. */
  forgetAll(): void {
    this.held.clear();
    this.decoder.dispose();
    this.decoder = new SegmentDecoder(this.options.decoderUrl);
  }

  /** Takes back the memory of a window that was evicted. */
  recycle(window: DecodedWindow): void {
    this.decoder.recycle(window);
  }

  dispose(): void {
    this.loader.dispose();
    this.decoder.dispose();
    this.held.clear();
  }

  private plan(position: number, lookAhead: number, loop: LoopRange | null, length: number): WantedWindow[] {
    return planWindows({ stems: [...this.stems.values()], position, loop, length, lookAhead });
  }

  private isThere({ stemId, index }: WantedWindow): boolean {
    const stem = this.stems.get(stemId);
    return (
      stem !== undefined && Math.min((index + 1) * stem.segmentSamples, stem.lengthSamples) <= this.available
    );
  }

  /** Marks a held window as needed now; false when it is not held. */
  private touch({ stemId, index }: WantedWindow): boolean {
    const key = windowKey(stemId, index);
    const bytes = this.held.get(key);
    if (bytes === undefined) return false;
    this.held.delete(key);
    this.held.set(key, bytes);
    return true;
  }

  private evict(key: string): void {
    const { stemId, index } = parseKey(key);
    this.held.delete(key);
    const window = this.options.onEvict(stemId, index);
    if (window) this.recycle(window);
  }

  private bytesOf({ stemId, index }: Pick<WantedWindow, 'stemId' | 'index'>): number {
    const stem = this.stems.get(stemId);
    return stem && segmentLength(stem, index) > 0 ? stem.segmentSamples * BYTES_PER_SAMPLE : 0;
  }

  private receive(stem: PlayerStem, index: number, window: DecodedWindow): void {
    // A stem may have been replaced while its window was being decoded.
    if (!sameStem(stem, this.stems.get(stem.id))) {
      this.recycle(window);
      return;
    }
    this.held.set(windowKey(stem.id, index), window.left.length * BYTES_PER_SAMPLE);
    this.options.onWindow(stem.id, index, window);
  }
}

function parseKey(key: string): { stemId: string; index: number } {
  const cut = key.lastIndexOf('/');
  return { stemId: key.slice(0, cut), index: Number(key.slice(cut + 1)) };
}

/** True when both describe the same audio in the same cut. */
export function sameStem(a: PlayerStem | undefined, b: PlayerStem | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.id === b.id &&
    a.sourceId === b.sourceId &&
    a.lengthSamples === b.lengthSamples &&
    a.segmentSamples === b.segmentSamples &&
    a.headroomBits === b.headroomBits
  );
}
