// A track as the planner and the validator see it: its bars, its pulse, where its music begins, ends and turns.
import type { DjRules } from '@/contract/dj-rules';
import type { Key } from '../../track/types';
import type { SetTrack } from '../types';
import { type BarGrid, barGridOf } from './bar-grid';
import { endingKey, startingKey } from './harmony';
import { type Pulse, pulseOf } from './tempo-match';

/** Bars with less energy at the end of a track are its echo. */
const MIN_END_ENERGY = 0.1;
/** Stems say who sings; without them the estimate is relative to the track, and only its strong bars count. */
const SUNG_BY_STEMS = 0.5;
const SUNG_BY_ESTIMATE = 0.75;
/** A track with more sharp attacks per second has drums, with a steady beat or without. */
const RHYTHMIC_ATTACKS = 1.5;
/** Where the analysis says nothing of a bar, as in tracks without beats. */
const MIDDLE_ENERGY = 0.5;

export interface MixTrack {
  readonly track: SetTrack;
  readonly grid: BarGrid;
  /** Null when nothing can lock to it. */
  readonly pulse: Pulse | null;
  /** Whether drums or the like would audibly clash with another track's: a pulse, or attacks without one. */
  readonly isRhythmic: boolean;
  /** The first bar of the music, and the bar after its last. */
  readonly firstBar: number;
  readonly endBar: number;
  /** Whether plans may address its stems. */
  readonly hasStems: boolean;
  /** How strong a boundary begins with a bar: 32, 16, 8, or 0 within a phrase. */
  readonly boundaryAt: (bar: number) => number;
  readonly energyAt: (bar: number) => number;
  /** 0 to 1, beside the kick. */
  readonly bassAt: (bar: number) => number;
  readonly isSungAt: (bar: number) => boolean;
  /** Null where nobody knows. */
  readonly keyStart: Key | null;
  readonly keyEnd: Key | null;
}

/** The bar after the last with energy; echoes and fades after it belong to nobody's transition. */
function endOfMusic(energy: readonly number[], first: number, end: number): number {
  let last = end;
  while (last > first + 1 && (energy[last - 1] ?? MIDDLE_ENERGY) < MIN_END_ENERGY) last--;
  return last;
}

/** Reads a track for planning. */
export function mixTrackOf(track: SetTrack, rules: Pick<DjRules, 'useStems'>): MixTrack {
  const { analysis } = track;
  const grid = barGridOf(analysis);
  const pulse = pulseOf(grid, track);
  const sections = grid.isNominal ? [] : analysis.sections;
  const phrases = grid.isNominal ? [] : analysis.phrases;
  const firstBar = sections[0]?.firstBar ?? 0;
  const lastSection = sections.at(-1);
  const end = lastSection ? lastSection.firstBar + lastSection.bars : grid.bars;
  const levels = new Map(phrases.map((phrase) => [phrase.firstBar, phrase.level]));
  const sungFrom = track.hasStems ? SUNG_BY_STEMS : SUNG_BY_ESTIMATE;
  return {
    track,
    grid,
    firstBar,
    keyStart: startingKey(analysis),
    keyEnd: endingKey(analysis),
    pulse,
    isRhythmic: pulse !== null || (analysis.attacksPerSecond ?? 0) >= RHYTHMIC_ATTACKS,
    endBar: endOfMusic(analysis.energy, firstBar, Math.max(firstBar, end)),
    hasStems: track.hasStems && rules.useStems,
    boundaryAt: (bar) => levels.get(bar) ?? 0,
    energyAt: (bar) => analysis.energy[bar] ?? MIDDLE_ENERGY,
    bassAt: (bar) => analysis.bass[bar] ?? 0,
    isSungAt: (bar) => (analysis.vocals[bar] ?? 0) >= sungFrom,
  };
}
