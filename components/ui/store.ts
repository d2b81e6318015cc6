// A value that others can watch, in the shape useSyncExternalStore wants.
import { useSyncExternalStore } from 'react';

export interface Readable<Value> {
  get(): Value;
  /** Calls `listener` after every change; returns the way out. */
  subscribe(listener: () => void): () => void;
}

export class Store<Value> implements Readable<Value> {
  readonly #listeners = new Set<() => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Setting the current value again notifies no one. */
  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/**
 * Reads a part of a store and renders again only when that part changes. `select` must return a primitive or
 * an object that the store itself keeps: a fresh object on each call would render for ever.
 */
export function useSelected<Value, Selected>(
  store: Readable<Value>,
  select: (value: Value) => Selected,
): Selected {
  const read = () => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
