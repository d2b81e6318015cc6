// The stems this page plays: those of the shared document or, until they are in it, those that are being separated.
import type { StemResult } from '@/document/schema';
import type { PartialStems } from '@/document/wire/events';
import { type Readable, Store } from '../ui/store';

/** True when both are the same separation's; what it says of its stems does not change while it runs. */
function ofOneSource(a: readonly StemResult[], b: readonly StemResult[]): boolean {
  return a.length === b.length && a.every((stem, i) => stem.sourceId === b[i]?.sourceId);
}

export class SessionStems {
  readonly #all = new Store<readonly StemResult[]>([]);
  readonly #available = new Store(Number.POSITIVE_INFINITY);
  readonly #stop: () => void;
  #partial: PartialStems | null = null;

  /** @param finished the stems of the shared document */
  constructor(readonly finished: Readable<readonly StemResult[]>) {
    this.#stop = finished.subscribe(() => this.#update());
    this.#update();
  }

  /** In the order of the mixer; none before anything can be played. */
  get all(): Readable<readonly StemResult[]> {
    return this.#all;
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
    this.#stop();
  }

  #update(): void {
    const finished = this.finished.get();
    const partial = finished.length === 0 ? this.#partial : null;
    const stems = partial?.stems ?? finished;
    // Before the stems: whoever is notified of new stems can then read how much of them is available.
    this.#available.set(partial?.availableSamples ?? Number.POSITIVE_INFINITY);
    const isNew = finished.length > 0 || !ofOneSource(this.#all.get(), stems);
    if (isNew) this.#all.set(stems);
  }
}
