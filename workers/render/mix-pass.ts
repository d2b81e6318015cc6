// One pass over a mix: decoders feed the engine block by block, and the engine feeds whoever listens.
import { MixEngine } from '@/audio/mix/engine';
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import type { RenderOptions, RenderSpec } from './render-spec';
import { checkLengths, openSources, type StripSource } from './strip-source';

/** Large enough to make the hand-over between processes cheap, small enough to stay in the cache. */
export const BLOCK_SIZE = 32_768;

/** Takes the next block of the mix; `peak` is its highest absolute sample. */
export type MixSink = (
  left: Float32Array,
  right: Float32Array,
  frames: number,
  peak: number,
) => Promise<void> | void;

function setUpEngine(spec: RenderSpec): MixEngine {
  const { sources, master, reverb, delay, sampleRate } = spec;
  const options = { stemCount: sources.length, blockSize: BLOCK_SIZE, sampleRate, meterStrips: false };
  const engine = new MixEngine(options);
  engine.setGraph({ strips: sources.map(({ strip }) => strip), master, reverb, delay });
  return engine;
}

/** Reads the next block of every stem; returns its length, 0 at the end. */
async function readBlock(sources: readonly StripSource[], left: number | null): Promise<number> {
  const wanted = Math.min(BLOCK_SIZE, left ?? BLOCK_SIZE);
  const read = await Promise.all(
    sources.map(({ reader, block }) => reader?.read(block[0], block[1], wanted) ?? 0),
  );
  return left === null ? Math.max(0, ...read) : wanted;
}

/** Runs the engine and takes its latency off the beginning of what comes out. */
class EngineRun {
  private readonly engine: MixEngine;
  private readonly levels: Float64Array;
  private readonly output = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)] as const;
  private late: number;

  constructor(
    spec: RenderSpec,
    private readonly sink: MixSink,
  ) {
    this.engine = setUpEngine(spec);
    this.late = this.engine.latency;
    this.levels = new Float64Array((spec.sources.length + 1) * METER_FIELDS);
  }

  get latency(): number {
    return this.engine.latency;
  }

  /** @returns how many frames of the mix came out */
  async process(inputs: Parameters<MixEngine['process']>[0], frames: number): Promise<number> {
    const { engine, levels, output } = this;
    engine.process(inputs, frames, output);
    engine.meters.take(levels);
    const skipped = Math.min(frames, this.late);
    this.late -= skipped;
    const master = levels.length - METER_FIELDS;
    const peak = Math.max(levels[master]!, levels[master + 1]!);
    const [left, right] = skipped > 0 ? output.map((channel) => channel.subarray(skipped)) : output;
    if (frames > skipped) await this.sink(left!, right!, frames - skipped, peak);
    return frames - skipped;
  }
}

async function runSources(
  spec: RenderSpec,
  sources: readonly StripSource[],
  sink: MixSink,
  { signal, onProgress }: RenderOptions,
): Promise<void> {
  const run = new EngineRun(spec, sink);
  const inputs = sources.map(({ reader, block }) => (reader ? block : undefined));
  let [read, written] = [0, 0];
  const left = () => (spec.lengthSamples === null ? null : spec.lengthSamples - read);
  for (let frames = await readBlock(sources, left()); frames > 0; frames = await readBlock(sources, left())) {
    signal?.throwIfAborted();
    written += await run.process(inputs, frames);
    read += frames;
    onProgress?.(written);
  }
  if (spec.lengthSamples !== null) checkLengths(sources, spec.lengthSamples);
  for (let rest = run.latency + (spec.tailSamples ?? 0); rest > 0; rest -= BLOCK_SIZE) {
    signal?.throwIfAborted();
    await run.process([], Math.min(BLOCK_SIZE, rest));
  }
}

/**
 * Mixes `spec` once, from the beginning to the end of its tail. Memory does not grow with the length.
 * @throws UnusableAudioError or MediaToolError with a sentence, the signal's reason when it is aborted
 */
export async function runMixPass(spec: RenderSpec, sink: MixSink, options: RenderOptions): Promise<void> {
  const sources = openSources(spec, BLOCK_SIZE, options.signal);
  try {
    await runSources(spec, sources, sink, options);
  } finally {
    await Promise.all(sources.map(({ reader }) => reader?.close()));
  }
}
