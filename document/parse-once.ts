// Parses immutable values, such as those of registers, only once however often they are read.
import type { z } from 'zod';

/**
 * A memoising reader: a moving fader causes the whole mix to be read thirty times a second, and a mix may
 * contain thousands of clips and points.
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
    const stored = known.get(value);
    if (stored !== undefined) return stored;
    const fresh = parse(value);
    known.set(value, fresh);
    return fresh;
  };
}
