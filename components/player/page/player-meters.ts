// The meters as pages see them: the newest reading, who listens to it, and measuring that begins anew.

import type { TransportReport } from '../messages';
import type { MeterReading } from '../types';
import type { EngineLink } from './engine-link';
import { MeterBook } from './meter-book';
import { Subscribers } from './subscribers';

export class PlayerMeters extends Subscribers<MeterReading> {
  readonly #book = new MeterBook();
  readonly #link: Pick<EngineLink, 'measure'>;

  constructor(link: Pick<EngineLink, 'measure'>) {
    super();
    this.#link = link;
  }

  get reading(): MeterReading {
    return this.#book.reading;
  }

  /** Measures anew, these strips from now on. */
  begin(stemIds: readonly string[]): void {
    this.#book.reset(stemIds);
    this.#link.measure(this.#book.round);
    this.tell(this.reading);
  }

  follow(report: TransportReport): void {
    this.#book.follow(report);
    this.tell(this.reading);
  }
}
