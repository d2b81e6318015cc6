// Notices that a server has stopped sending.
import { ModelError } from './model-error';

/** Aborts a download that has received nothing for a while. */
export class StallWatch {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly ms: number) {
    this.beat();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  beat(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#controller.abort(new ModelError('The server has stopped sending.')),
      this.ms,
    ).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
