// Text that no part of the studio can store: PostgreSQL has no place for U+0000, UTF-8 none for half a character.
import { subjectOf } from '@/contract/input-sentence';
import { ValidationError } from '@/server/errors';

const UNSTORABLE = /[\0\p{Cs}]/u;

/** Whether a text can be stored: it holds neither U+0000 nor half of a surrogate pair. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

type Held = readonly [field: string, value: unknown];

/** The parts of a value, each with the field it is in. @throws ValidationError for a name that cannot be stored */
function partsOf([field, value]: Held): Held[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, part]) => {
    if (!isStorable(name))
      throw new ValidationError('The name of a field holds characters that are not text.');
    return [Array.isArray(value) ? field : name, part];
  });
}

/**
 * Checks every text inside a decoded JSON value, names of fields included.
 * @throws ValidationError when one of them cannot be stored
 */
export function assertStorable(value: unknown): void {
  // A list instead of recursion: a value may be nested as deeply as its size allows.
  const left: Held[] = [['', value]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [field, held] = next;
    if (typeof held === 'string' && !isStorable(held))
      throw new ValidationError(
        `${subjectOf(field === '' ? [] : [field])} holds characters that are not text.`,
      );
    left.push(...partsOf(next));
  }
}
