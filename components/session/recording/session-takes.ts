// The takes of one open project: what there is, what of it is shown and listened to here, and the edits of them.
import type * as Y from 'yjs';
import type { ClipTrack } from '@/document/clip-edits';
import type { Stretch } from '@/document/comp';
import type { MixState } from '@/document/schema';
import { chooseTake, removeTake, renameTake } from '@/document/take-edits';
import { TAKES_MAP } from '@/document/take-schema';
import { readTakes, type Take } from '@/document/takes';
import { errorMessage } from '../../api/problem';
import { shareUnchanged } from '../../collaboration/mix-reader';
import { Store } from '../../ui/store';

interface SessionTakesParts {
  readonly doc: Y.Doc;
  /** The transaction origin that this person's undo tracks. */
  readonly origin: unknown;
  /** Reports to the user why an edit was rejected. */
  readonly report: (problem: string) => void;
}

export class SessionTakes {
  readonly all = new Store<readonly Take[]>([]);
  /** The tracks whose takes are shown below them. */
  readonly shown = new Store<ReadonlySet<string>>(new Set());
  /** The take that this listener hears in place of what its track plays. */
  readonly auditioned = new Store<Take | null>(null);
  readonly #parts: SessionTakesParts;
  readonly #stop: () => void;

  constructor(parts: SessionTakesParts) {
    this.#parts = parts;
    const map = parts.doc.getMap(TAKES_MAP);
    const read = () => this.#read();
    map.observe(read);
    this.#stop = () => map.unobserve(read);
    read();
  }

  toggle(trackId: string): void {
    const shown = new Set(this.shown.get());
    if (!shown.delete(trackId)) shown.add(trackId);
    else if (this.auditioned.get()?.track === trackId) this.auditioned.set(null);
    this.shown.set(shown);
  }

  /** Begins to listen to a take, or ends it. */
  audition(take: Take): void {
    this.auditioned.set(this.auditioned.get()?.id === take.id ? null : take);
  }

  /** Lets a stretch of a track play a take; null for all of the take. */
  choose(track: ClipTrack, take: Take, stretch: Stretch | null): void {
    const { doc, origin } = this.#parts;
    this.auditioned.set(null);
    this.#try(() => chooseTake(doc, track, take, stretch, origin));
  }

  rename(take: Take, name: string): void {
    const { doc, origin } = this.#parts;
    this.#try(() => renameTake(doc, take.id, name, origin));
  }

  remove(take: Take): void {
    const { doc, origin } = this.#parts;
    this.#try(() => removeTake(doc, take.id, origin));
  }

  /** A mix as this listener hears it. */
  heard(mix: MixState): MixState {
    const take = this.auditioned.get();
    const strip = take && mix.strips[take.track];
    if (!take || !strip) return mix;
    const { start, sourceStart, length, source } = take;
    const clips = [{ start, sourceStart, length, source, fadeIn: 0, fadeOut: 0 }];
    return { ...mix, strips: { ...mix.strips, [take.track]: { ...strip, clips } } };
  }

  destroy(): void {
    this.#stop();
  }

  #read(): void {
    this.all.set(shareUnchanged(this.all.get(), readTakes(this.#parts.doc)));
    const auditioned = this.auditioned.get();
    const isThere = this.all.get().some(({ id }) => id === auditioned?.id);
    if (auditioned && !isThere) this.auditioned.set(null);
  }

  #try(edit: () => void): void {
    try {
      edit();
    } catch (failure) {
      this.#parts.report(errorMessage(failure));
    }
  }
}
