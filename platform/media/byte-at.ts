// Reads single bytes of a format whose end may come at any place.

/** The byte at `at`; 0 beyond the end. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
