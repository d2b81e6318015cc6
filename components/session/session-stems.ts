// The stems this page plays: those of the shared document or, until they are in it, those that are being separated.
import type { StemResult } from '@/document/schema';
import type { HeardSoFar } from '@/document/wire/events';
import { type Readable, Store } from '../ui/store';

/** True when both are the same separation's; what it says of its stems does not change while it runs. */
function ofOneSource(a: readonly StemResult[], b: readonly StemResult[]): boolean {
  return a.length === b.length && a.every((stem, i) => stem.sourceId === b[i]?.sourceId);
}

export class SessionStems {
  readonly #all = new Store<readonly StemResult[]>([]);
  readonly #available = new Store(Number.POSITIVE_INFINITY);
  readonly #stop: () => void;
  #soFar: HeardSoFar | null = null;

  /** @param finished the stems of the shared document */
  constructor(readonly finished: Readable<readonly StemResult[]>) {
    this.#stop = finished.subscribe(() => this.#update());
    this.#update();
  }

  /** In the order of the mixer; none before anything can be heard. */
  get all(): Readable<readonly StemResult[]> {
    return this.#all;
  }

  /** How far all of them are there, in samples; Infinity once they are complete. */
  get available(): Readable<number> {
    return this.#available;
  }

  /** Takes what can be heard of a separation that runs; null when there is none. */
  setSoFar(soFar: HeardSoFar | null): void {
    this.#soFar = soFar;
    this.#update();
  }

  /** The separation is done: what was growing is whole, and the shared document will hold it in a moment. */
  complete(): void {
    if (this.#soFar) this.setSoFar({ ...this.#soFar, availableSamples: Number.POSITIVE_INFINITY });
  }

  destroy(): void {
    this.#stop();
  }

  #update(): void {
    const finished = this.finished.get();
    const soFar = finished.length === 0 ? this.#soFar : null;
    const stems = soFar?.stems ?? finished;
    // Before the stems: whoever hears of new stems finds how far they are.
    this.#available.set(soFar?.availableSamples ?? Number.POSITIVE_INFINITY);
    const isNews = finished.length > 0 || !ofOneSource(this.#all.get(), stems);
    if (isNews) this.#all.set(stems);
  }
}
