// A set of listeners, each with its own way to unsubscribe.

/** Calls listeners in the order they came; one may leave, or another come, while they are called. */
export class Subscribers<Value> {
  readonly #listeners = new Set<{ readonly call: (value: Value) => void }>();

  /** @returns the way out; the same function may be added twice and leaves one by one */
  add(listener: (value: Value) => void): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  notify(value: Value): void {
    for (const listener of [...this.#listeners]) listener.call(value);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
