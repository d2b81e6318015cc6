// Finds the master gain that brings a mix to a wanted loudness below its ceiling.
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { type Loudness, LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { runMixPass } from './mix-pass';
import type { RenderOptions, RenderSpec } from './render-spec';

/** More than this would mostly be noise. */
const MOST_GAIN_DB = 40;
/** What the limiter takes away may be made up for by this much more; beyond it only distortion grows. */
const MOST_PUSH_DB = 6;
/** As near as no further correction is worth a pass. */
const NEAR_LU = 0.1;
/** How often the limited mix is measured before the file is written. */
const MOST_CORRECTIONS = 3;
/** A limiter at work answers 1 dB of gain with less than 1 LU, but to expect less than this would overshoot. */
const LEAST_ANSWER = 0.3;

async function measure(spec: RenderSpec, options: RenderOptions): Promise<Loudness> {
  const meter = new LoudnessMeter(spec.sampleRate);
  await runMixPass(spec, (left, right, frames) => meter.process(left, right, frames), options);
  meter.finish();
  return meter.read();
}

function withGain(spec: RenderSpec, gainDb: number): RenderSpec {
  const { master } = spec;
  const limiter = master.limiter ?? DEFAULT_LIMITER;
  return { ...spec, master: { ...master, limiter, gainDb: master.gainDb + gainDb } };
}

/** Measures the limited mix and pushes it until it is loud enough, or is not worth pushing. */
async function push(
  spec: RenderSpec,
  target: number,
  freeGainDb: number,
  options: RenderOptions,
): Promise<RenderSpec> {
  let gainDb = freeGainDb;
  let answer = 1;
  let former: number | null = null;
  for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
    const { integratedLufs } = await measure(withGain(spec, gainDb), options);
    const missing = target - integratedLufs;
    if (Math.abs(missing) < NEAR_LU) break;
    if (former !== null) answer = Math.max(LEAST_ANSWER, Math.min(1, answer * (1 - missing / former)));
    const step = missing / answer;
    const next = Math.min(freeGainDb + MOST_PUSH_DB, gainDb + step);
    if (next === gainDb) break;
    former = missing;
    gainDb = next;
  }
  return withGain(spec, gainDb);
}

/**
 * The spec whose mix has the loudness that `spec` asks for. The mix is measured without its limiter first. Where it
 * then stays below the ceiling, the gain is exact; elsewhere it is measured with the limiter at work and corrected.
 * The limiter always has the last word, so a target may be missed but the ceiling never is.
 */
export async function aimAtLoudness(spec: RenderSpec, options: RenderOptions): Promise<RenderSpec> {
  const target = spec.loudnessLufs ?? null;
  if (target === null) return spec;
  const silently: RenderOptions = { signal: options.signal };
  const free = await measure({ ...spec, master: { ...spec.master, limiter: null } }, silently);
  if (free.integratedLufs === Number.NEGATIVE_INFINITY) return withGain(spec, 0);
  const gainDb = Math.min(MOST_GAIN_DB, target - free.integratedLufs);
  const { ceilingDb } = spec.master.limiter ?? DEFAULT_LIMITER;
  const isUnlimited = free.truePeakDbtp + gainDb <= ceilingDb;
  return isUnlimited ? withGain(spec, gainDb) : push(spec, target, gainDb, silently);
}
