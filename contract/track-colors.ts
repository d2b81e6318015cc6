// The colours that a track can have, by the names that documents store.

export const TRACK_COLORS = ['rose', 'amber', 'violet', 'teal', 'green', 'blue', 'stone'] as const;
export type TrackColor = (typeof TRACK_COLORS)[number];

/** The colours for files that other programs show, as they are on a light page. */
export const TRACK_HEX: Readonly<Record<TrackColor, string>> = {
  rose: '#c9356f',
  amber: '#a97800',
  violet: '#6248c9',
  teal: '#0f857c',
  green: '#4f8227',
  blue: '#2368b5',
  stone: '#6c685d',
};

/** The colours of the separated stems; every other track begins with one that its id decides. */
const STEM_COLORS: Readonly<Record<string, TrackColor>> = {
  vocals: 'rose',
  drums: 'amber',
  bass: 'violet',
  other: 'teal',
  guitar: 'green',
  piano: 'blue',
};

/** The colour of a track for which nobody has chosen one: the same in every browser. */
export function defaultTrackColor(trackId: string): TrackColor {
  const known = Object.hasOwn(STEM_COLORS, trackId) ? STEM_COLORS[trackId] : undefined;
  if (known) return known;
  let hash = 0;
  for (const character of trackId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return TRACK_COLORS[hash % TRACK_COLORS.length] ?? 'stone';
}
