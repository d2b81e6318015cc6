// Values that are certain to be there, where a type cannot say so: a missing one is a defect, and says what is missing.

/**
 * The value itself.
 * @param what names it in the message, such as `The plan of a set`
 * @throws Error when it is missing after all: the invariant does not hold
 */
export function required<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`${what} is missing.`);
  return value;
}

/**
 * The element at an index.
 * @param index below the length; negative ones count from the end
 * @throws RangeError beyond either end
 */
export function at<Value>(list: ArrayLike<Value>, index: number): Value {
  const value = list[index < 0 ? list.length + index : index];
  if (value === undefined) throw new RangeError(`There is no element ${index} among ${list.length}.`);
  return value;
}
