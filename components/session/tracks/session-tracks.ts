// The tracks this page plays: those of the shared document and, until they are in it, stems that are being separated.
import type { Samples } from '@/audio/units';
import { IMPORT_PREFIX } from '@/contract/stems';
import type { Clip } from '@/document/clip-schema';
import type { StemResult } from '@/document/schema';
import { inMixerOrder } from '@/document/track-order';
import { stemTrack, type Track } from '@/document/tracks';
import type { PartialStems } from '@/document/wire/events';
import { shareUnchanged } from '../../collaboration/mix-reader';
import { type Readable, Store } from '../../ui/store';

/** What the shared document has. */
export interface SharedTracks {
  readonly tracks: Readable<readonly Track[]>;
  readonly sources: Readable<readonly StemResult[]>;
}

/** Whether a track plays the imported file that a stem comes from: the ids of both name the content. */
const isOriginalOf = ({ stemId }: Track, stem: StemResult): boolean =>
  stemId?.startsWith(IMPORT_PREFIX) === true && stem.sourceId.includes(stemId.slice(IMPORT_PREFIX.length));

export class SessionTracks {
  readonly #all = new Store<readonly Track[]>([]);
  readonly #sources = new Store<readonly StemResult[]>([]);
  readonly #available = new Store(Number.POSITIVE_INFINITY);
  readonly #stops: readonly (() => void)[];
  #partial: PartialStems | null = null;

  constructor(readonly shared: SharedTracks) {
    this.#stops = [shared.sources, shared.tracks].map((part) => part.subscribe(() => this.#update()));
    this.#update();
  }

  /** In the order of the mixer; none before anything can be played. */
  get all(): Readable<readonly Track[]> {
    return this.#all;
  }

  /** Everything that tracks and clips can play. */
  get sources(): Readable<readonly StemResult[]> {
    return this.#sources;
  }

  /** How long the source of a clip is: beyond its end there is nothing to hear. */
  sourceLength({ stemId }: Pick<Track, 'stemId'>, { source = stemId ?? '' }: Pick<Clip, 'source'>): Samples {
    const length = this.#sources.get().find(({ id }) => id === source)?.lengthSamples ?? 0;
    return length as Samples;
  }

  /** How far all of them are there, in samples; Infinity once they are complete. */
  get available(): Readable<number> {
    return this.#available;
  }

  /** Sets the playable part of a running separation; null when there is none. */
  setPartial(partial: PartialStems | null): void {
    this.#partial = partial;
    this.#update();
  }

  /**
   * The separation is done: the growing stems are complete, and the shared document will contain them in a
   * moment.
   */
  complete(): void {
    if (this.#partial) this.setPartial({ ...this.#partial, availableSamples: Number.POSITIVE_INFINITY });
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  /** The growing stems, unless the document has tracks of these names, or one that plays the whole song. */
  #growing(): PartialStems | null {
    const shared = this.shared.tracks.get();
    const isThere = this.#partial?.stems.some((stem) =>
      shared.some((track) => track.id === stem.id || isOriginalOf(track, stem)),
    );
    return isThere ? null : this.#partial;
  }

  #update(): void {
    const growing = this.#growing();
    const stems = growing?.stems ?? [];
    const tracks = [...stems.map(stemTrack), ...this.shared.tracks.get()];
    // Before the tracks: whoever is notified of new tracks can then read what they play, and how much is available.
    this.#available.set(growing?.availableSamples ?? Number.POSITIVE_INFINITY);
    // Sources arrive before their tracks: until these follow, the growing stems are the same audio.
    const shared = this.shared.sources.get();
    const others = stems.filter(({ id }) => !shared.some((source) => source.id === id));
    this.#sources.set(shareUnchanged(this.#sources.get(), [...others, ...shared]));
    this.#all.set(shareUnchanged(this.#all.get(), inMixerOrder(tracks)));
  }
}
