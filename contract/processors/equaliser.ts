// The four-band equaliser of strips and master as data.
import { numberSetting, type ValuesOf } from '../settings';

interface BandRange {
  readonly hz: number;
  readonly lowestHz: number;
  readonly highestHz: number;
  readonly q: number;
  readonly highestQ: number;
}

const band = (label: string, { hz, lowestHz, highestHz, q, highestQ }: BandRange) => ({
  label,
  settings: {
    /** Centre of a peak, middle of a shelf's slope */
    hz: numberSetting('frequency', { default: hz, min: lowestHz, max: highestHz, unit: 'Hz' }),
    /** What the band adds; 0 leaves the audio as it is, bit for bit */
    gainDb: numberSetting('gain', { default: 0, min: -24, max: 24, unit: 'dB' }),
    /** Width of a peak (higher is narrower), steepness of a shelf */
    q: numberSetting('Q', { default: q, min: 0.1, max: highestQ, unit: 'q' }),
  },
});

/** A shelf steeper than this would overshoot. */
const STEEPEST_SHELF = 1;

/** From low to high. */
export const EQ_BANDS = {
  lowShelf: band('low shelf', { hz: 100, lowestHz: 20, highestHz: 2_000, q: 0.7, highestQ: STEEPEST_SHELF }),
  lowPeak: band('low mid', { hz: 400, lowestHz: 20, highestHz: 20_000, q: 1, highestQ: 12 }),
  highPeak: band('high mid', { hz: 2_500, lowestHz: 20, highestHz: 20_000, q: 1, highestQ: 12 }),
  highShelf: band('high shelf', {
    hz: 8_000,
    lowestHz: 1_000,
    highestHz: 16_000,
    q: 0.7,
    highestQ: STEEPEST_SHELF,
  }),
} as const;

export type EqBand = keyof typeof EQ_BANDS;
export const EQ_BAND_NAMES = Object.keys(EQ_BANDS) as readonly EqBand[];
export type BandSettings = ValuesOf<(typeof EQ_BANDS)[EqBand]['settings']>;
export type EqSettings = { readonly [Band in EqBand]: BandSettings };

/** A value for each band. */
export const eachBand = <Value>(make: (band: (typeof EQ_BANDS)[EqBand]) => Value) =>
  Object.fromEntries(EQ_BAND_NAMES.map((name) => [name, make(EQ_BANDS[name])])) as Record<EqBand, Value>;
