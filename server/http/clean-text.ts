// Text that no part of the studio can store: PostgreSQL has no place for U+0000, UTF-8 none for half a character.
import { ValidationError } from '@/server/errors';

const UNSTORABLE = /[\0\p{Cs}]/u;

/** Whether a text can be stored: it holds neither U+0000 nor half of a surrogate pair. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/**
 * Checks every text inside a decoded JSON value, names of fields included.
 * @throws ValidationError when one of them cannot be stored
 */
export function assertStorable(value: unknown): void {
  // A list instead of recursion: a value may be nested as deeply as its size allows.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') {
      if (!isStorable(next)) throw new ValidationError('The request holds characters that are not text.');
    } else if (typeof next === 'object' && next !== null) {
      left.push(...Object.keys(next), ...Object.values(next));
    }
  }
}
