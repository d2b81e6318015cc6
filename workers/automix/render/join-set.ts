// Joins prepared tracks to one continuous file: summed, limited, encoded.
import { GainCurve, type GainPoint } from '@/audio/automix/plan/gain-curve';
import type { SetTimeline } from '@/audio/automix/render/set-timeline';
import { GuardedLimiter } from '@/audio/mix/guarded-limiter';
import type { EncodeOptions } from '@/platform/media/encoder-arguments';
import { MixFile } from '../../render/mix-file';
import type { PreparedTrack } from './prepared-track';
import { BLOCK_FRAMES, SetMixer } from './set-mixer';

/** The highest true peak of a set, in dBTP. */
export const SET_CEILING_DB = -1;
const RELEASE_MS = 100;

export interface JoinInput {
  readonly timeline: SetTimeline;
  /** In the order of the set. */
  readonly prepared: readonly PreparedTrack[];
  readonly output: SetOutput;
  /** The gain of the whole set, in samples. */
  readonly ride: readonly GainPoint[];
  /** The highest true peak that the limiter lets through. */
  readonly ceilingDb: number;
}

export interface SetOutput {
  readonly path: string;
  readonly format: EncodeOptions['format'];
  /** For WAV and FLAC; MP3 is encoded from floats. */
  readonly bitDepth: 16 | 24;
  readonly title: string;
}

export interface JoinOptions {
  readonly signal?: AbortSignal;
  /** Receives how many of all samples are written. */
  readonly onProgress?: (doneSamples: number, allSamples: number) => void;
}

/** Limits blocks of the mix and writes them, without the limiter's latency at the beginning. */
class SetMaster {
  readonly #limiter: GuardedLimiter;
  readonly #left = new Float32Array(BLOCK_FRAMES);
  readonly #right = new Float32Array(BLOCK_FRAMES);
  #late: number;
  readonly #file: MixFile;

  constructor(file: MixFile, sampleRate: number, ceilingDb: number) {
    this.#file = file;
    this.#limiter = new GuardedLimiter(sampleRate, { ceilingDb, releaseMs: RELEASE_MS });
    this.#late = this.#limiter.latency;
  }

  get latency(): number {
    return this.#limiter.latency;
  }

  async write(left: Float64Array, right: Float64Array, frames: number): Promise<void> {
    this.#limiter.process(left, right, frames);
    const skipped = Math.min(frames, this.#late);
    this.#late -= skipped;
    const count = frames - skipped;
    if (count === 0) return;
    this.#left.set(left.subarray(skipped, frames));
    this.#right.set(right.subarray(skipped, frames));
    let peak = 0;
    for (let i = 0; i < count; i++)
      peak = Math.max(peak, Math.abs(this.#left[i]!), Math.abs(this.#right[i]!));
    await this.#file.write(this.#left, this.#right, count, peak);
  }
}

/** Applies the gain of the whole set to a block that begins at `position`. */
function applyRide(
  gain: GainCurve,
  position: number,
  left: Float64Array,
  right: Float64Array,
  frames: number,
) {
  if (gain.isUnity(position, position + frames)) return;
  for (let i = 0; i < frames; i++) {
    const factor = gain.at(position + i);
    left[i]! *= factor;
    right[i]! *= factor;
  }
}

async function run(
  mixer: SetMixer,
  ride: GainCurve,
  master: SetMaster,
  { signal, onProgress }: JoinOptions,
): Promise<void> {
  const [left, right] = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
  // The limiter gives back what went in `latency` samples before: silence after the end drives the rest out.
  const end = mixer.length + master.latency;
  for (let position = 0; position < end; position += BLOCK_FRAMES) {
    signal?.throwIfAborted();
    const frames = Math.min(BLOCK_FRAMES, end - position);
    await mixer.mix(position, left, right, frames);
    applyRide(ride, position, left, right, frames);
    await master.write(left, right, frames);
    onProgress?.(Math.min(position + frames, mixer.length), mixer.length);
  }
}

/**
 * Writes the set. Memory does not grow with its length; nothing is left at the output path when it fails.
 * @throws MediaToolError with a message, the signal's reason when it is aborted
 */
export async function joinSet(input: JoinInput, options: JoinOptions = {}): Promise<void> {
  const { timeline, prepared, output, ceilingDb } = input;
  const { path, format, bitDepth, title } = output;
  const { sampleRate } = timeline;
  const mixer = new SetMixer(timeline, prepared);
  const spec = { output: { path, format, bitDepth, tags: { title } }, sampleRate, measure: false };
  const file = await MixFile.open(spec, BLOCK_FRAMES, options.signal);
  try {
    await run(mixer, new GainCurve(input.ride), new SetMaster(file, sampleRate, ceilingDb), options);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    await mixer.close();
  }
}
