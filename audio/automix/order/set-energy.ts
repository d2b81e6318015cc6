// How much energy each track of a set has beside the others, and how much it should have at its place.
import type { EnergyShape } from '@/contract/set-vocabulary';
import type { TrackAnalysis } from '../../track/types';
import type { SetTrack } from '../types';

/** What makes a track drive: how fast it is, how loud it was mastered, how much of it plays at full strength. */
const WEIGHTS = { tempo: 0.5, loudness: 0.3, fullness: 0.2 } as const;
/** A wave rises over so many tracks. */
const WAVE_TRACKS = 8;

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Brings values to 0 to 1 by the lowest and the highest; what is not finite is the lowest. */
function toShares(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return values.map((value) => (Number.isFinite(value) && high > low ? (value - low) / (high - low) : 0));
}

/** Tempo as it is felt: half and double time between 80 and 160 BPM. No beat has no drive. */
function feltTempo({ tempo }: TrackAnalysis): number {
  if (!tempo) return Number.NEGATIVE_INFINITY;
  let log = Math.log2(tempo.bpm / 80);
  while (log < 0) log += 1;
  while (log > 1) log -= 1;
  return log;
}

/** The energy of each track, 0 (least of the set) to 1. */
export function energiesOf(tracks: readonly SetTrack[]): number[] {
  const tempo = toShares(tracks.map(({ analysis }) => feltTempo(analysis)));
  const loudness = toShares(tracks.map(({ analysis }) => analysis.loudness.integratedLufs));
  const fullness = toShares(tracks.map(({ analysis }) => mean(analysis.energy)));
  return toShares(
    tracks.map(
      (_, i) => WEIGHTS.tempo * tempo[i]! + WEIGHTS.loudness * loudness[i]! + WEIGHTS.fullness * fullness[i]!,
    ),
  );
}

/** The energy that a shape wants at a place of the set, 0 to 1; null where it wants none in particular. */
export function wantedEnergy(shape: EnergyShape, place: number, count: number): number | null {
  if (shape === 'flat' || count < 2) return null;
  const progress = place / (count - 1);
  if (shape === 'rise') return progress;
  if (shape === 'fall') return 1 - progress;
  const waves = Math.max(1, Math.round(count / WAVE_TRACKS));
  return (1 - Math.cos(2 * Math.PI * waves * progress)) / 2;
}
