// What a person can set about how a stem is played with a style sound, and the limits of each setting.

export interface RestyleSettings {
  /** `mosaic` plays music; `classic` is the plain one-grain-per-onset algorithm of earlier systems. */
  readonly mode: 'mosaic' | 'classic';
  /** 0 is the stem as it was, 1 only the style sound. */
  readonly amount: number;
  /** Length of a grain, in milliseconds. */
  readonly grainDurationMs: number;
  /** Grains follow the pitches of the stem. */
  readonly usePitchMapping: boolean;
  /** The result follows the level of the stem; in `classic` grains fade out. */
  readonly useEnvelope: boolean;
  /** Grains are transposed to the stem's notes, rather than only chosen by pitch. */
  readonly transposeToTarget: boolean;
  /** Semitones added to every note. */
  readonly transposeSemitones: number;
  /** How many notes of a chord are played at once, each by a grain of its own. */
  readonly voices: number;
  /** 0 lets formants move with the transposition, 1 leaves them where the style sound has them. */
  readonly formantKeep: number;
  /** Grains that sound at the same time in each voice. */
  readonly density: number;
  /** Random shift of where a grain begins in the style sound, up to this many milliseconds. */
  readonly positionSprayMs: number;
  /** 0 chooses each grain alone, 1 prefers long passages of the style sound above all. */
  readonly continuity: number;
  /** How often the same grain may come before others of nearly its fitness are preferred. */
  readonly repetitionLimit: number;
  /** 0 leaves grains where the style sound has them, 1 spreads them over the whole stereo width. */
  readonly stereoSpread: number;
  /** 0 lets grains run over attacks, 1 begins a new grain at every attack and keeps its edge. */
  readonly attackPreservation: number;
  /** The same seed gives the same samples. */
  readonly seed: number;
}

export const DEFAULT_RESTYLE_SETTINGS: RestyleSettings = {
  mode: 'mosaic',
  amount: 1,
  grainDurationMs: 120,
  usePitchMapping: true,
  useEnvelope: true,
  transposeToTarget: true,
  transposeSemitones: 0,
  voices: 3,
  formantKeep: 0.5,
  density: 2,
  positionSprayMs: 0,
  continuity: 0.5,
  repetitionLimit: 4,
  stereoSpread: 0.2,
  attackPreservation: 1,
  seed: 1,
};

/** The lowest and highest value of each number that can be set; whole numbers are marked. */
export const RESTYLE_LIMITS = {
  amount: { min: 0, max: 1, whole: false },
  grainDurationMs: { min: 20, max: 1000, whole: false },
  transposeSemitones: { min: -24, max: 24, whole: false },
  voices: { min: 1, max: 4, whole: true },
  formantKeep: { min: 0, max: 1, whole: false },
  density: { min: 1, max: 8, whole: false },
  positionSprayMs: { min: 0, max: 500, whole: false },
  continuity: { min: 0, max: 1, whole: false },
  repetitionLimit: { min: 1, max: 64, whole: true },
  stereoSpread: { min: 0, max: 1, whole: false },
  attackPreservation: { min: 0, max: 1, whole: false },
  seed: { min: 0, max: 0xffff_ffff, whole: true },
} as const satisfies Partial<Record<keyof RestyleSettings, { min: number; max: number; whole: boolean }>>;

export type NumericSetting = keyof typeof RESTYLE_LIMITS;

/**
 * The settings with defaults for what is missing.
 * @throws RangeError with one sentence about the first number that is outside its limits
 */
export function completeSettings(partial: Partial<RestyleSettings> = {}): RestyleSettings {
  const settings = { ...DEFAULT_RESTYLE_SETTINGS, ...partial };
  for (const name of Object.keys(RESTYLE_LIMITS) as NumericSetting[]) {
    const { min, max, whole } = RESTYLE_LIMITS[name];
    const value = settings[name];
    if (!(value >= min && value <= max)) throw new RangeError(`${name} must lie between ${min} and ${max}.`);
    if (whole && !Number.isInteger(value)) throw new RangeError(`${name} must be a whole number.`);
  }
  return settings;
}
