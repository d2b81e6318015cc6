// Reads a Range header: one range of bytes, or the whole.

export interface ByteRange {
  /** Both inclusive */
  readonly start: number;
  readonly end: number;
}

/** A range as it is asked for, before the size of the object is known. */
export type RequestedRange = { readonly start: number; readonly end?: number } | { readonly last: number };

/** @returns null where the whole is to be sent: no header, several ranges, another unit, a range that runs backwards */
export function readRangeHeader(header: string | null): RequestedRange | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return null;
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  if (from === '') return to === '' ? null : { last: Number(to) };
  if (to === '') return { start: Number(from) };
  return Number(to) < Number(from) ? null : { start: Number(from), end: Number(to) };
}

/** Clips what was asked for to an object of `size` bytes; 'unsatisfiable' when it lies outside. */
export function clipRequestedRange(requested: RequestedRange, size: number): ByteRange | 'unsatisfiable' {
  const start = 'last' in requested ? Math.max(0, size - requested.last) : requested.start;
  const end = 'last' in requested ? size - 1 : Math.min(requested.end ?? size - 1, size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

/**
 * The part of an object of `size` bytes that a Range header asks for.
 * @returns null for the whole (no header, several ranges, another unit); 'unsatisfiable' when it lies outside
 */
export function parseRange(header: string | null, size: number): ByteRange | null | 'unsatisfiable' {
  const requested = readRangeHeader(header);
  return requested && clipRequestedRange(requested, size);
}
