// Levels, balances and their automation in the units of DAWproject.
import { dbToGain } from '@/audio/units';
import { FADER_MIN_DB } from '@/contract/units';

export interface Point {
  /** In samples. */
  readonly at: number;
  readonly value: number;
}

/**
 * A lane of a fader is straight in dB, automation elsewhere in the factor: with a point every so many dB they differ by
 * less than 0.15 dB.
 */
const LONGEST_STEP_DB = 3;

/** A fader as a factor; its lowest position is silence. */
export const volumeOf = (gainDb: number): number => (gainDb <= FADER_MIN_DB ? 0 : dbToGain(gainDb));

/** A balance from -1 (left) to 1 as one from 0 to 1. */
export const normalisedPan = (pan: number): number => (pan + 1) / 2;

/** A lane in dB as points of a factor. */
export function volumeAutomation(lane: readonly Point[]): Point[] {
  return lane.flatMap(({ at, value }, index) => {
    const before = lane[index - 1];
    const steps = before ? Math.max(1, Math.ceil(Math.abs(value - before.value) / LONGEST_STEP_DB)) : 1;
    return Array.from({ length: steps }, (_, step) => {
      const back = steps - 1 - step;
      const share = before ? back / steps : 0;
      const from = before ?? { at, value };
      return { at: at - (at - from.at) * share, value: volumeOf(value - (value - from.value) * share) };
    });
  });
}

export const panAutomation = (lane: readonly Point[]): Point[] =>
  lane.map(({ at, value }) => ({ at, value: normalisedPan(value) }));
