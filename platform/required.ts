// Reads a value that an invariant says is there.

/**
 * The value itself.
 * @param what names it in the message, such as `The plan of a set`
 * @throws Error when it is missing after all: the invariant does not hold
 */
export function required<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`${what} is missing.`);
  return value;
}
