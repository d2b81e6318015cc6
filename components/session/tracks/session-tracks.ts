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

export interface PlayedTracks {
  readonly tracks: readonly Track[];
  /** How far all of them are there, in samples */
  readonly available: number;
}

/** Whether a track plays the imported file that a stem comes from: the ids of both name the content. */
const isOriginalOf = ({ stemId }: Track, stem: StemResult): boolean =>
  stemId?.startsWith(IMPORT_PREFIX) === true && stem.sourceId.includes(stemId.slice(IMPORT_PREFIX.length));

export class SessionTracks {
  readonly #all = new Store<readonly Track[]>([]);
  readonly #sources = new Store<readonly StemResult[]>([]);
  readonly #available = new Store(Number.POSITIVE_INFINITY);
  readonly #stops: readonly (() => void)[];
  readonly #isComparing = new Store(false);
  readonly #original = new Store<StemResult | null>(null);
  readonly #played = new Store<PlayedTracks>({ tracks: [], available: Number.POSITIVE_INFINITY });
  #partial: PartialStems | null = null;
  #originalId: string | null = null;

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

  /** What the player plays: the tracks, or the original alone while this person compares. */
  get played(): Readable<PlayedTracks> {
    return this.#played;
  }

  /** The song as it was uploaded; null before it is read in, and without a song. */
  get original(): Readable<StemResult | null> {
    return this.#original;
  }

  /** Whether this person hears the original in place of the tracks. */
  get isComparing(): Readable<boolean> {
    return this.#isComparing;
  }

  /** Changes between the tracks and the original, for this person alone. */
  toggleOriginal(): void {
    this.#isComparing.set(!this.#isComparing.get());
    this.#update();
  }

  /** Whether a track is the original alone, which stands in until there are stems and is no track of the document. */
  isStandIn({ id }: Pick<Track, 'id'>): boolean {
    return id === this.#originalId && !this.shared.tracks.get().some((track) => track.id === id);
  }

  /** Sets which source is the song as it was uploaded. */
  setOriginal(id: string | null): void {
    this.#originalId = id;
    this.#update();
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
    const shared = this.shared.sources.get();
    const original = shared.find(({ id }) => id === this.#originalId) ?? null;
    const own = [...stems.map(stemTrack), ...this.shared.tracks.get()];
    // Until there are stems, the song plays itself.
    const tracks = own.length === 0 && original ? [stemTrack(original)] : inMixerOrder(own);
    const available = growing?.availableSamples ?? Number.POSITIVE_INFINITY;
    // Before the tracks: whoever is notified of new tracks can then read what they play, and how much is available.
    this.#available.set(available);
    this.#original.set(original);
    // Sources arrive before their tracks: until these follow, the growing stems are the same audio.
    const others = stems.filter(({ id }) => !shared.some((source) => source.id === id));
    this.#sources.set(shareUnchanged(this.#sources.get(), [...others, ...shared]));
    this.#all.set(shareUnchanged(this.#all.get(), tracks));
    this.#play(available);
  }

  #play(available: number): void {
    const original = this.#original.get();
    const compared = this.#isComparing.get() ? original : null;
    const before = this.#played.get();
    const tracks = compared ? shareUnchanged(before.tracks, [stemTrack(compared)]) : this.#all.get();
    const reach = compared ? Number.POSITIVE_INFINITY : available;
    if (tracks !== before.tracks || reach !== before.available)
      this.#played.set({ tracks, available: reach });
  }
}
