// Lets a value through at most every so often: the first at once, the last always.

/** How often a control in motion writes: about the rate at which ear and eye still see one movement; more would only cost bandwidth. */
export const WRITE_EVERY_MS = 33;

export interface Throttle<Value> {
  push(value: Value): void;
  /** Delivers what waits, now. */
  flush(): void;
  /** Drops the pending value. */
  cancel(): void;
}

/** Calls `deliver` at most once per `intervalMs`. */
export function createThrottle<Value>(intervalMs: number, deliver: (value: Value) => void): Throttle<Value> {
  let waiting: { readonly value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const send = () => {
    const next = waiting;
    waiting = null;
    if (next) deliver(next.value);
  };
  const rest = () => {
    timer = setTimeout(() => {
      timer = null;
      if (waiting === null) return;
      rest();
      send();
    }, intervalMs);
  };
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    push(value) {
      waiting = { value };
      if (timer !== null) return;
      rest();
      send();
    },
    flush() {
      stop();
      send();
    },
    cancel() {
      stop();
      waiting = null;
    },
  };
}
