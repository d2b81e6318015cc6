// The mean colour of a style sound, from the cepstra that its library keeps.
import { COEFFICIENTS } from '../analysis/mfcc';
import { bandPositions } from './band-levels';
import type { GrainLibrary } from './grain';

/** Mel bands from which the cepstra were made. */
const MEL_BANDS = 128;
/** Frames this far below the loudest do not count. */
const ACTIVE_DB = 40;

/** The mean level in dB of each band over the frames of the units, up to a common offset. */
export function styleColour(library: GrainLibrary): Float32Array {
  const { levelDb, mfcc, frames } = library.frames;
  const loudest = levelDb.reduce((max, level) => Math.max(max, level), -120);
  const mean = new Float64Array(COEFFICIENTS);
  let count = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (levelDb[frame]! < loudest - ACTIVE_DB) continue;
    count += 1;
    for (let i = 0; i < COEFFICIENTS; i++) mean[i]! += mfcc.values[frame * COEFFICIENTS + i]!;
  }
  return bandPositions(library.sampleRate, MEL_BANDS).map((position) => {
    let level = 0;
    for (let i = 0; i < COEFFICIENTS; i++) {
      const scale = Math.sqrt((i === 0 ? 1 : 2) / MEL_BANDS);
      level +=
        scale * (mean[i]! / Math.max(1, count)) * Math.cos((Math.PI * i * (position + 0.5)) / MEL_BANDS);
    }
    return level;
  });
}
