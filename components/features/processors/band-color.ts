// The colour of an equaliser band, where it is drawn and where its numbers stand.
import type { CSSProperties } from 'react';
import { trackColor } from '@/components/session/tracks/track-color';
import type { EqBand } from '@/contract/processors/equaliser';
import type { TrackColor } from '@/contract/track-colors';

const COLORS: Readonly<Record<EqBand, TrackColor>> = {
  lowShelf: 'amber',
  lowPeak: 'rose',
  highPeak: 'violet',
  highShelf: 'teal',
};

/** The style that gives an element the colour of a band as `--band`. */
export const bandStyle = (band: EqBand): CSSProperties =>
  ({ '--band': trackColor(COLORS[band]) }) as CSSProperties;
