// One pass over a mix: decoders feed the engine block by block, and the engine feeds a sink.
import { MixEngine } from '@/audio/mix/engine';
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import { peakOf } from '@/audio/pcm';
import { emptySection, type RenderSpan, spanOf } from './render-span';
import type { RenderSpec } from './render-spec';
import { checkLengths, openSources, type StripSource } from './strip-source';

/**
 * 64 kB of interleaved floats: less than the pipe from a decoder buffers, so that decoders go on while the
 * engine computes. With blocks two or four times as large sixteen stems took 1.4 times as long on two cores.
 */
export const BLOCK_SIZE = 8_192;

/** Takes the next block of the mix; `peak` is its highest absolute sample. */
export type MixSink = (
  left: Float32Array,
  right: Float32Array,
  frames: number,
  peak: number,
) => Promise<void> | void;

export interface PassOptions {
  readonly signal?: AbortSignal;
  /** Receives how much is done, 0 to 1; never called where the length is only known from the sources. */
  readonly onProgress?: (done: number) => void;
}

function setUpEngine(spec: RenderSpec, start: number): MixEngine {
  const { sources, master, reverb, delay, sampleRate } = spec;
  const options = { stemCount: sources.length, blockSize: BLOCK_SIZE, sampleRate, meterStrips: false };
  const engine = new MixEngine(options);
  engine.setGraph({ strips: sources.map(({ strip }) => strip), master, reverb, delay });
  engine.restart(start);
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

/** Runs the engine and passes on the requested part of its output. */
class EngineRun {
  readonly #engine: MixEngine;
  readonly #levels: Float64Array;
  readonly #output = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)] as const;
  /** Samples still to be thrown away: the engine's latency and the run-up. */
  #late: number;
  #written = 0;
  readonly #span: RenderSpan;
  readonly #sink: MixSink;
  #wanted: number | null;

  constructor(spec: RenderSpec, span: RenderSpan, sink: MixSink, wanted: number | null) {
    this.#span = span;
    this.#sink = sink;
    this.#wanted = wanted;
    this.#engine = setUpEngine(spec, span.start);
    this.#late = this.#engine.latency + span.runUp;
    this.#levels = new Float64Array((spec.sources.length + 1) * METER_FIELDS);
  }

  get isDone(): boolean {
    return this.#wanted !== null && this.#written >= this.#wanted;
  }

  /** 0 to 1; null while the end is not known. */
  get done(): number | null {
    return this.#wanted === null ? null : this.#written / this.#wanted;
  }

  /**
   * The sources have ended after `read` samples.
   * @throws UnusableAudioError when the section that is wanted had not begun
   */
  endAt(read: number, tail: number): void {
    const there = read - this.#span.runUp;
    if (this.#wanted !== null && there <= 0) throw emptySection();
    this.#wanted = this.#wanted === null ? there + tail : Math.min(this.#wanted, there);
  }

  async process(inputs: Parameters<MixEngine['process']>[0], frames: number): Promise<void> {
    const engine = this.#engine;
    const levels = this.#levels;
    const output = this.#output;
    engine.process(inputs, frames, output);
    engine.meters.drain(levels);
    const skipped = Math.min(frames, this.#late);
    this.#late -= skipped;
    const emitted = Math.min(frames - skipped, (this.#wanted ?? Infinity) - this.#written);
    if (emitted <= 0) return;
    const [left, right] = skipped > 0 ? output.map((channel) => channel.subarray(skipped)) : output;
    const master = levels.length - METER_FIELDS;
    const peak =
      emitted === frames
        ? Math.max(levels[master]!, levels[master + 1]!)
        : Math.max(peakOf(left!, emitted), peakOf(right!, emitted));
    this.#written += emitted;
    await this.#sink(left!, right!, emitted, peak);
  }
}

async function runSources(
  spec: RenderSpec,
  span: RenderSpan,
  sources: readonly StripSource[],
  sink: MixSink,
  { signal, onProgress }: PassOptions,
): Promise<void> {
  const run = new EngineRun(spec, span, sink, span.wanted);
  const inputs = sources.map(({ reader, block }) => (reader ? block : undefined));
  let read = 0;
  const left = () => (span.end === null ? null : span.end - span.start - read);
  while (!run.isDone) {
    const frames = await readBlock(sources, left());
    if (frames === 0) break;
    signal?.throwIfAborted();
    await run.process(inputs, frames);
    read += frames;
    if (run.done !== null) onProgress?.(run.done);
  }
  checkLengths(sources, span.start + read);
  if (span.end === null) run.endAt(read, spec.tailSamples ?? 0);
  while (!run.isDone) {
    signal?.throwIfAborted();
    await run.process([], BLOCK_SIZE);
  }
}

/**
 * Mixes `spec` once, from the beginning of its part to the end of its tail. Memory does not grow with the
 * length.
 * @throws UnusableAudioError or MediaToolError with a message, the signal's reason when it is aborted
 */
export async function runMixPass(spec: RenderSpec, sink: MixSink, options: PassOptions): Promise<void> {
  const span = spanOf(spec);
  const sources = await openSources(spec, BLOCK_SIZE, span.start, options.signal);
  try {
    await runSources(spec, span, sources, sink, options);
  } finally {
    await Promise.all(sources.map(({ reader }) => reader?.close()));
  }
}
