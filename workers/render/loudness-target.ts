// Finds the gain in front of the limiter that brings a mix to a wanted loudness.

import { type Loudness, LoudnessMeter } from '@/audio/loudness/loudness-meter';
import type { LimiterSettings } from '@/contract/processors/limiter';
import { type Mastering, runMasteringPass } from './mastering-pass';
import type { PassOptions } from './mix-pass';
import type { Premaster } from './premaster';

/** More than this would mostly be noise. */
const MAX_GAIN_DB = 40;
/** Additional gain into the limiter that may compensate for its gain reduction. */
const MAX_DRIVE_DB = 24;
/** Within this distance the search stops. */
const CONVERGED_LU = 0.05;
/** Within this distance the target counts as met. */
export const LOUDNESS_TOLERANCE_LU = 0.2;
const LONGEST_STEP_DB = 6;
/** LU per dB; below this, more gain adds nothing but distortion. */
const MIN_SLOPE = 0.05;
const MAX_PASSES = 12;

export interface GainSolution {
  readonly gainDb: number;
  /** Loudness that is missing to the target, in LU; 0 when it is met. */
  readonly shortfallLu: number;
}

/** Measures what a mastering makes of a mix. */
export async function measureMastered(
  premaster: Premaster,
  mastering: Mastering,
  options: PassOptions,
): Promise<Loudness> {
  const meter = new LoudnessMeter(mastering.sampleRate);
  const measure = (left: Float32Array, right: Float32Array, frames: number) =>
    meter.process(left, right, frames);
  await runMasteringPass(premaster, mastering, measure, options);
  meter.finish();
  return meter.read();
}

interface Trial {
  readonly gainDb: number;
  readonly lufs: number;
}

/** LU per dB of gain, from the last two trials. */
function slopeOf(last: Trial, former: Trial | undefined): number {
  if (!former || former.gainDb === last.gainDb) return 1;
  return (last.lufs - former.lufs) / (last.gainDb - former.gainDb);
}

/** Drives the limiter harder until the target is met, or found to be out of reach. */
async function searchGain(
  measure: (gainDb: number) => Promise<number>,
  target: number,
  firstGainDb: number,
  maxGainDb: number,
): Promise<GainSolution> {
  const trials: Trial[] = [];
  let gainDb = firstGainDb;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const last = { gainDb, lufs: await measure(gainDb) };
    const slope = slopeOf(last, trials.at(-1));
    trials.push(last);
    const missing = target - last.lufs;
    if (Math.abs(missing) <= CONVERGED_LU || slope < MIN_SLOPE) break;
    const step = Math.min(LONGEST_STEP_DB, missing / Math.min(1, slope));
    gainDb = Math.min(maxGainDb, gainDb + step);
    if (gainDb === last.gainDb) break;
  }
  const distance = ({ lufs }: Trial) => Math.abs(target - lufs);
  const best = trials.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest));
  return {
    gainDb: best.gainDb,
    shortfallLu: distance(best) <= LOUDNESS_TOLERANCE_LU ? 0 : target - best.lufs,
  };
}

export interface GainSearch {
  readonly premaster: Premaster;
  /** The mix measured without limiter. */
  readonly unlimited: Loudness;
  /** In LUFS. */
  readonly target: number;
  readonly mastering: Mastering & { readonly limiter: LimiterSettings };
  /** Initial gain of the search; null for the gain that would be right without limiter. */
  readonly firstGainDb: number | null;
}

/**
 * The gain at which the limited mix has its target loudness. Where the mix stays below the ceiling even so,
 * it is exact; elsewhere the limiter, which always comes last, is driven harder and measured until the target
 * is met within `MET_LU`.
 */
export async function solveGainForLoudness(wanted: GainSearch, options: PassOptions): Promise<GainSolution> {
  const { premaster, unlimited: free, target, mastering, firstGainDb } = wanted;
  if (free.integratedLufs === Number.NEGATIVE_INFINITY) return { gainDb: 0, shortfallLu: 0 };
  const missing = target - free.integratedLufs;
  const gainDb = Math.min(MAX_GAIN_DB, missing);
  if (free.truePeakDbtp + gainDb <= mastering.limiter.ceilingDb) {
    return { gainDb, shortfallLu: Math.max(0, missing - MAX_GAIN_DB) };
  }
  const measure = async (tried: number) =>
    (await measureMastered(premaster, { ...mastering, gainDb: tried }, options)).integratedLufs;
  return searchGain(measure, target, firstGainDb ?? gainDb, gainDb + MAX_DRIVE_DB);
}
