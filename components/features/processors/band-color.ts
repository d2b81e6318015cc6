// The colour of an equaliser band, where it is drawn and where its numbers stand.
import type { CSSProperties } from 'react';
import type { EqBand } from '@/contract/processors/equaliser';

const COLORS: Readonly<Record<EqBand, string>> = {
  lowShelf: 'drums',
  lowPeak: 'vocals',
  highPeak: 'bass',
  highShelf: 'other',
};

/** The style that gives an element the colour of a band as `--band`. */
export const bandStyle = (band: EqBand): CSSProperties =>
  ({ '--band': `var(--stem-${COLORS[band]})` }) as CSSProperties;
