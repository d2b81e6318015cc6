// The picture of an equaliser: where frequencies and gains lie in it, and the curve of what it does.
import { type BandKind, bandCoefficients } from '@/audio/filter/bands';
import { type BiquadCoefficients, powerAt } from '@/audio/filter/biquad';
import { SAMPLE_RATE } from '@/audio/units';
import { EQ_BAND_NAMES, type EqBand } from '@/contract/processors/equaliser';
import type { EqState } from '@/document/processors';

export const LOWEST_HZ = 20;
export const HIGHEST_HZ = 20_000;
/** The picture ends here above and below. */
export const SHOWN_DB = 24;

const BAND_KINDS: Readonly<Record<EqBand, BandKind>> = {
  lowShelf: 'low-shelf',
  lowPeak: 'peak',
  highPeak: 'peak',
  highShelf: 'high-shelf',
};

/** The picture is drawn in a box of this size and stretched. */
export const WIDTH = 600;
export const HEIGHT = 220;

/** Points of the curve: 24 to the octave, which is finer than the picture. */
const POINTS = 240;

/** 0 (left) to 1 of a frequency. */
export const placeOfHz = (hz: number): number => Math.log(hz / LOWEST_HZ) / Math.log(HIGHEST_HZ / LOWEST_HZ);
/** The frequency at 0 (left) to 1. */
export const hzAt = (place: number): number => LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** place;
/** 0 (top) to 1 of a gain in dB. */
export const placeOfDb = (db: number): number => (1 - db / SHOWN_DB) / 2;
/** The gain in dB at 0 (top) to 1. */
export const dbAt = (place: number): number => (1 - 2 * place) * SHOWN_DB;

const FREQUENCIES = Array.from({ length: POINTS }, (_, i) => hzAt(i / (POINTS - 1)));

/** The gain of some sections one after the other, in dB, at every frequency of the curve. */
function gains(sections: readonly BiquadCoefficients[]): number[] {
  return FREQUENCIES.map((hz) => {
    const power = sections.reduce((product, section) => product * powerAt(section, hz, SAMPLE_RATE), 1);
    return 10 * Math.log10(Math.max(1e-12, power));
  });
}

const sectionOf = (eq: EqState, band: EqBand): BiquadCoefficients =>
  bandCoefficients(BAND_KINDS[band], eq[band], SAMPLE_RATE);

function line(dbs: readonly number[]): string {
  const points = dbs.map((db, i) => {
    const x = (WIDTH * i) / (POINTS - 1);
    return `${x.toFixed(1)} ${(HEIGHT * placeOfDb(db)).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

/** The curve of all bands together, as an SVG path. */
export const responsePath = (eq: EqState): string =>
  line(gains(EQ_BAND_NAMES.map((band) => sectionOf(eq, band))));

/** The area between the curve of one band and 0 dB, as an SVG path. */
export function bandPath(eq: EqState, band: EqBand): string {
  const zero = HEIGHT * placeOfDb(0);
  return `${line(gains([sectionOf(eq, band)]))}L${WIDTH} ${zero}L0 ${zero}Z`;
}

/** The gain of all bands together at a frequency, in dB. */
export function responseDb(eq: EqState, hz: number): number {
  const power = EQ_BAND_NAMES.reduce(
    (product, band) => product * powerAt(sectionOf(eq, band), hz, SAMPLE_RATE),
    1,
  );
  return 10 * Math.log10(power);
}
