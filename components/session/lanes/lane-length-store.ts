// What the width of the lanes stands for: the song, and the tracks as long as they were recorded.
import type { Samples } from '@/audio/units';
import { mixLength } from '@/document/clips';
import type { MixState } from '@/document/schema';
import type { Track } from '@/document/tracks';
import { type Readable, Store } from '../../ui/store';

export class LaneLength implements Readable<Samples> {
  readonly #tracks: Readable<readonly Track[]>;
  readonly #mix: Readable<MixState>;
  readonly #length = new Store(0 as Samples);
  readonly #stops: readonly (() => void)[];
  #activeGestures = 0;
  readonly #reserved = { own: 0, others: 0 };

  constructor(tracks: Readable<readonly Track[]>, mix: Readable<MixState>) {
    this.#tracks = tracks;
    this.#mix = mix;
    this.#stops = [tracks, mix].map((part) => part.subscribe(() => this.#refresh()));
    this.#refresh();
  }

  readonly get = (): Samples => this.#length.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#length.subscribe(listener);

  /** Freezes the scale: while a clip is dragged beyond the end, the lane must not shrink. */
  freeze(): void {
    this.#activeGestures += 1;
  }

  release(): void {
    this.#activeGestures -= 1;
    this.#refresh();
  }

  /** Makes room up to a position, for a take of one's own or of others that grows; 0 goes back to what there is. */
  reserve(position: number, whose: 'own' | 'others' = 'own'): void {
    this.#reserved[whose] = position;
    this.#refresh();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #refresh(): void {
    if (this.#activeGestures > 0) return;
    const tracks = this.#tracks.get();
    const longest = Math.max(0, ...tracks.map(({ lengthSamples }) => lengthSamples));
    const length = mixLength(tracks, this.#mix.get().strips);
    const { own, others } = this.#reserved;
    this.#length.set(Math.max(longest, length, own, others) as Samples);
  }
}
