// How far faders go.

/** Faders stop here; -Infinity is stored as the lowest value and read back as silence. */
export const FADER_MIN_DB = -60;
export const FADER_MAX_DB = 12;
