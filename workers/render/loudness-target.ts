// Finds the gain in front of the limiter that brings a mix to a wanted loudness.

import { type Loudness, LoudnessMeter } from '@/audio/loudness/loudness-meter';
import type { LimiterSettings } from '@/contract/processors/limiter';
import { type Mastering, runMasteringPass } from './mastering-pass';
import type { PassOptions } from './mix-pass';
import type { Premaster } from './premaster';

/** More than this would mostly be noise. */
const MAX_GAIN_DB = 40;
/** What the limiter takes away may be made up for by this much more. */
const MAX_PUSH_DB = 24;
/** As near as no further correction is worth a pass. */
const NEAR_LU = 0.05;
/** Nearer than this the target counts as met. */
export const MET_LU = 0.2;
const LONGEST_STEP_DB = 6;
/** Less loudness than this for each further dB is distortion and nothing else. */
const MIN_ANSWER = 0.05;
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

interface Try {
  readonly gainDb: number;
  readonly lufs: number;
}

/** How many LU one more dB brings, by the last two tries. */
function answerOf(last: Try, former: Try | undefined): number {
  if (!former || former.gainDb === last.gainDb) return 1;
  return (last.lufs - former.lufs) / (last.gainDb - former.gainDb);
}

/** Pushes into the limiter until the target is met, or is honestly out of reach. */
async function push(
  measure: (gainDb: number) => Promise<number>,
  target: number,
  firstGainDb: number,
  mostGainDb: number,
): Promise<GainSolution> {
  const tries: Try[] = [];
  let gainDb = firstGainDb;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const last = { gainDb, lufs: await measure(gainDb) };
    const answer = answerOf(last, tries.at(-1));
    tries.push(last);
    const missing = target - last.lufs;
    if (Math.abs(missing) <= NEAR_LU || answer < MIN_ANSWER) break;
    const step = Math.min(LONGEST_STEP_DB, missing / Math.min(1, answer));
    gainDb = Math.min(mostGainDb, gainDb + step);
    if (gainDb === last.gainDb) break;
  }
  const distance = ({ lufs }: Try) => Math.abs(target - lufs);
  const best = tries.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest));
  return { gainDb: best.gainDb, shortfallLu: distance(best) <= MET_LU ? 0 : target - best.lufs };
}

export interface Wanted {
  readonly premaster: Premaster;
  /** The mix measured without limiter. */
  readonly free: Loudness;
  /** In LUFS. */
  readonly target: number;
  readonly mastering: Mastering & { readonly limiter: LimiterSettings };
  /** Where to begin, when something is known; null for the gain that would do without limiter. */
  readonly firstGainDb: number | null;
}

/**
 * The gain at which the limited mix has its target loudness. Where the mix stays below the ceiling even so,
 * it is exact; elsewhere the limiter, which always comes last, is driven harder and measured until the target
 * is met within `MET_LU`.
 */
export async function solveGainForLoudness(wanted: Wanted, options: PassOptions): Promise<GainSolution> {
  const { premaster, free, target, mastering, firstGainDb } = wanted;
  if (free.integratedLufs === Number.NEGATIVE_INFINITY) return { gainDb: 0, shortfallLu: 0 };
  const missing = target - free.integratedLufs;
  const gainDb = Math.min(MAX_GAIN_DB, missing);
  if (free.truePeakDbtp + gainDb <= mastering.limiter.ceilingDb) {
    return { gainDb, shortfallLu: Math.max(0, missing - MAX_GAIN_DB) };
  }
  const measure = async (tried: number) =>
    (await measureMastered(premaster, { ...mastering, gainDb: tried }, options)).integratedLufs;
  return push(measure, target, firstGainDb ?? gainDb, gainDb + MAX_PUSH_DB);
}
