// The summary of an analysis for lists: tempo, key, level and energy curve.
import { camelotOf, tonicName } from '@/audio/track/key';
import type { TrackAnalysis } from '@/audio/track/types';
import { samplesToSeconds } from '@/audio/units';
import type { TrackFacts } from '@/platform/jobs/analyse-track';

/** Points of the energy curve: as many as a small picture of it can show. */
const ENERGY_POINTS = 64;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const finite = (value: number): number | null => (Number.isFinite(value) ? rounded(value, 2) : null);

/** Means over equal stretches, at most ENERGY_POINTS of them. */
export function thinned(values: readonly number[]): number[] {
  const points = Math.min(ENERGY_POINTS, values.length);
  return Array.from({ length: points }, (_, i) => {
    const stretch = values.slice(
      Math.floor((i * values.length) / points),
      Math.floor(((i + 1) * values.length) / points),
    );
    return rounded(stretch.reduce((sum, value) => sum + value, 0) / stretch.length, 3);
  });
}

/** The facts of a track as its job's row keeps them. */
export function trackFacts(track: TrackAnalysis): TrackFacts {
  const { tempo, key, loudness } = track;
  return {
    durationS: samplesToSeconds(track.lengthSamples, track.sampleRate),
    bpm: tempo && rounded(tempo.bpm, 4),
    bpmConfidence: rounded(tempo?.confidence ?? 0, 3),
    isSteady: tempo?.isSteady ?? false,
    key: key && {
      name: `${tonicName(key.tonic)} ${key.mode}`,
      camelot: camelotOf(key),
      confidence: rounded(key.confidence, 3),
    },
    integratedLufs: finite(loudness.integratedLufs),
    truePeakDbtp: finite(loudness.truePeakDbtp),
    energy: thinned(track.energy),
  };
}
