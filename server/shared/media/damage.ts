// What of a damaged file is missing, and how people are told.

/** Seconds that are missing of a file; both are 0 for one that is whole. */
export interface Damage {
  /** Silence in place of what is missing or cannot be decoded. */
  readonly silentS: number;
  /** What the file claims to go on for after its end. */
  readonly missingEndS: number;
}

/** Less than this is what encoders and time stamps of milliseconds leave over. */
export const LEAST_MISSING_END_S = 0.1;

const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;

/** One sentence about a damaged file, or null for one that is whole. */
export function damageNote({ silentS, missingEndS }: Damage): string | null {
  const silent = silentS > 0 ? `${seconds(silentS)} of it cannot be decoded and are silent` : null;
  const cut =
    missingEndS >= LEAST_MISSING_END_S ? `it ends ${seconds(missingEndS)} earlier than it says` : null;
  const parts = [silent, cut].filter((part) => part !== null);
  return parts.length === 0 ? null : `The file is damaged: ${parts.join(', and ')}.`;
}
