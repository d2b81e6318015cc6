// The colour token of a track.
import type { TrackColor } from '@/contract/track-colors';

/** A CSS value such as `var(--track-amber)`. */
export const trackColor = (color: TrackColor): string => `var(--track-${color})`;
