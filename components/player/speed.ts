// How fast and how high the mix is played.

/** Tempo as a factor (0.5 to 2), key in semitones (-12 to 12, fractions are cents). */
export interface Speed {
  readonly tempo: number;
  readonly keySemitones: number;
}

export const NEUTRAL_SPEED: Speed = { tempo: 1, keySemitones: 0 };
