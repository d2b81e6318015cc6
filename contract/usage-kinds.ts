// What is counted per person and day.

/** The stored names; rows outlive the things they count. */
export const USAGE_KINDS = [
  'separation',
  'file',
  'export',
  'set',
  'style-sound',
  'restyle',
  'analysis',
  'import',
  'checking',
] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];
