// What people see of a grain library: how much there is, and where each grain lies on the map.
import { samplesToSeconds } from '../units';
import { type GrainLibrary, libraryLength } from './grain';

/** One grain on the map of pitch against brightness. */
export interface GrainPoint {
  readonly startS: number;
  readonly durationS: number;
  /** Null for a grain without pitch. */
  readonly pitchHz: number | null;
  readonly brightnessHz: number;
  readonly levelDb: number;
}

export interface LibrarySummary {
  readonly grainCount: number;
  readonly durationS: number;
  /** Lowest and highest pitch; null when no grain has one. */
  readonly pitchRangeHz: readonly [number, number] | null;
  readonly grains: readonly GrainPoint[];
}

/** Summarises a library. */
export function summariseLibrary(library: GrainLibrary): LibrarySummary {
  const { sampleRate, units } = library;
  const grains = units.map((unit) => ({
    startS: samplesToSeconds(unit.start, sampleRate),
    durationS: samplesToSeconds(unit.length, sampleRate),
    pitchHz: unit.pitchHz > 0 ? unit.pitchHz : null,
    brightnessHz: unit.brightnessHz,
    levelDb: unit.levelDb,
  }));
  const pitches = grains.flatMap(({ pitchHz }) => (pitchHz === null ? [] : [pitchHz]));
  return {
    grainCount: units.length,
    durationS: samplesToSeconds(libraryLength(library), sampleRate),
    pitchRangeHz:
      pitches.length > 0
        ? [pitches.reduce((min, hz) => Math.min(min, hz)), pitches.reduce((max, hz) => Math.max(max, hz))]
        : null,
    grains,
  };
}
