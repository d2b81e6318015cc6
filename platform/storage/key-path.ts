// Which storage keys are legal, relative POSIX paths that can name nothing outside the storage; and which ranges.
import { RangeNotSatisfiableError } from './storage';

const KEY_PART = /^[a-zA-Z0-9._-]{1,200}$/;

/** Whether a name can be one part of a key. */
export const isKeyPart = (part: string): boolean => KEY_PART.test(part) && part !== '.' && part !== '..';

/**
 * The parts of a key or of a folder prefix.
 * @throws RangeError when a part could leave the storage or cannot be stored everywhere
 */
export function keyParts(key: string): string[] {
  const parts = key.split('/');
  if (!parts.every(isKeyPart)) throw new RangeError(`${JSON.stringify(key)} is not a storage key.`);
  return parts;
}

/**
 * Checks an inclusive byte range before any storage is asked for it.
 * @throws RangeError when it runs backwards or is not made of whole numbers
 */
export function checkRange({ start, end = start }: { start: number; end?: number }): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start) return;
  throw new RangeError(`The bytes ${start}-${end} are no range.`);
}

/**
 * Clips an inclusive byte range to an object of `bytes` bytes.
 * @throws RangeNotSatisfiableError when it begins past the end
 */
export function clipRange(
  range: { start: number; end?: number },
  bytes: number,
): { start: number; end: number } {
  checkRange(range);
  if (range.start >= bytes) throw new RangeNotSatisfiableError(bytes);
  return { start: range.start, end: Math.min(range.end ?? bytes - 1, bytes - 1) };
}

/** Whether an If-None-Match header names this entity tag; weak ones count, as RFC 9110 has it. */
export function namesEtag(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
