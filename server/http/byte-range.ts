// Reads a Range header: one range of bytes, or the whole.

export interface ByteRange {
  /** Both inclusive */
  readonly start: number;
  readonly end: number;
}

/**
 * The part of an object of `size` bytes that a Range header asks for.
 * @returns null for the whole (no header, several ranges, another unit); 'unsatisfiable' when it lies outside
 */
export function parseRange(header: string | null, size: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match) return null;
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}
