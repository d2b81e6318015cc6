// Parses values that never change, such as what a register holds, once for all the times they are read.
import type { z } from 'zod';

/**
 * A reader that knows what it has read: a fader that moves reads the whole mix thirty times a second, and a mix may
 * hold thousands of clips and points.
 * @returns the parsed value, or null when the value does not fit
 */
export function parseOnce<Value>(schema: z.ZodType<Value>): (value: unknown) => Value | null {
  const known = new WeakMap<object, Value | null>();
  const parse = (value: unknown): Value | null => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : null;
  };
  return (value) => {
    if (typeof value !== 'object' || value === null) return parse(value);
    const held = known.get(value);
    if (held !== undefined) return held;
    const fresh = parse(value);
    known.set(value, fresh);
    return fresh;
  };
}
