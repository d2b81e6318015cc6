// Which storage keys are legal: relative POSIX paths that can name nothing outside the storage.

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
 * Clips an inclusive byte range to an object of `bytes` bytes.
 * @throws RangeError when the range begins past the end or runs backwards
 */
export function clipRange(
  range: { start: number; end: number },
  bytes: number,
): { start: number; end: number } {
  const whole = Number.isInteger(range.start) && Number.isInteger(range.end);
  if (!whole || range.start < 0 || range.end < range.start || range.start >= bytes) {
    throw new RangeError(
      `The bytes ${range.start}-${range.end} do not exist in an object of ${bytes} bytes.`,
    );
  }
  return { start: range.start, end: Math.min(range.end, bytes - 1) };
}
