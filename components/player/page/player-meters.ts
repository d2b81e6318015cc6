// The meters as pages see them: the newest reading, who listens to it, and measuring that begins anew.

import type { TransportReport } from '../messages';
import type { MeterReading } from '../types';
import type { EngineLink } from './engine-link';
import { MeterReadings } from './meter-readings';
import { Subscribers } from './subscribers';

export class PlayerMeters extends Subscribers<MeterReading> {
  readonly #readings = new MeterReadings();
  readonly #link: Pick<EngineLink, 'measure'>;

  constructor(link: Pick<EngineLink, 'measure'>) {
    super();
    this.#link = link;
  }

  get reading(): MeterReading {
    return this.#readings.reading;
  }

  /** Measures anew, these strips from now on. */
  begin(stemIds: readonly string[]): void {
    this.#readings.reset(stemIds);
    this.#link.measure(this.#readings.round);
    this.notify(this.reading);
  }

  follow(report: TransportReport): void {
    this.#readings.follow(report);
    this.notify(this.reading);
  }
}
