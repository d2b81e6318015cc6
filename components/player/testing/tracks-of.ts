// For tests: a track for each stem, which plays it.
import type { StreamedStem } from '../decoded-segment';
import type { PlayerTrack } from '../types';

export const tracksOf = (stems: readonly StreamedStem[]): PlayerTrack[] =>
  stems.map(({ id, lengthSamples }) => ({ id, stemId: id, lengthSamples }));
