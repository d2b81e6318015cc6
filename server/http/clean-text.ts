// Text that no part of the studio can store: PostgreSQL rejects U+0000, and UTF-8 cannot encode unpaired surrogates.
import { subjectOf } from '@/contract/input-message';
import { ValidationError } from '@/server/errors';

const UNSTORABLE = /[\0\p{Cs}]/u;

/** Whether a text can be stored: it contains neither U+0000 nor an unpaired surrogate. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

type Field = readonly [field: string, value: unknown];

/** The parts of a value, each with the field it is in. @throws ValidationError for a name that cannot be stored */
function partsOf([field, value]: Field): Field[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, part]) => {
    if (!isStorable(name))
      throw new ValidationError('The name of a field contains characters that are not text.');
    return [Array.isArray(value) ? field : name, part];
  });
}

/**
 * Checks every text inside a decoded JSON value, names of fields included.
 * @throws ValidationError when one of them cannot be stored
 */
export function assertStorable(value: unknown): void {
  // A list instead of recursion: a value may be nested as deeply as its size allows.
  const left: Field[] = [['', value]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [field, value] = next;
    if (typeof value === 'string' && !isStorable(value))
      throw new ValidationError(
        `${subjectOf(field === '' ? [] : [field])} contains characters that are not text.`,
      );
    left.push(...partsOf(next));
  }
}
