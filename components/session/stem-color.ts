// The colour token of a stem.

const KNOWN = new Set(['vocals', 'drums', 'bass', 'other', 'guitar', 'piano']);

/** A CSS value such as `var(--stem-drums)`. */
export const stemColor = (stemId: string): string => `var(--stem-${KNOWN.has(stemId) ? stemId : 'unknown'})`;
