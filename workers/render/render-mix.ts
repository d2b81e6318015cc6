// Renders a mix to a file: decoders feed the engine block by block, the engine feeds the encoder.
import { MixEngine } from '@/audio/mix/engine';
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import { decodeStream } from '@/server/shared/media/decode';
import { MediaToolError, UnusableAudioError } from '@/server/shared/media/errors';
import { streamSegmentFiles } from '@/server/shared/media/stem-stream';
import { MixFile } from './mix-file';
import type { RenderedMix, RenderOptions, RenderSource, RenderSpec } from './render-spec';
import { StemReader } from './stem-reader';

/** Large enough to make the hand-over between processes cheap, small enough to stay in the cache. */
const BLOCK_SIZE = 32_768;

interface Strip {
  readonly source: RenderSource;
  /** Null for a stem that cannot be heard and need not be decoded. */
  readonly reader: StemReader | null;
  readonly block: readonly [Float32Array, Float32Array];
}

/** Tells which source it is that cannot be used. */
async function* named(
  source: RenderSource,
  pieces: AsyncIterable<Float32Array>,
): AsyncGenerator<Float32Array> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof UnusableAudioError)) throw error;
    throw new UnusableAudioError(`${source.name}: ${error.message}`, { cause: error });
  }
}

function openSource(source: RenderSource, sampleRate: number, signal?: AbortSignal): StemReader {
  const { files, scale } = source;
  const pieces =
    'segments' in files
      ? streamSegmentFiles(files.segments, { signal })
      : decodeStream(files.audio, { sampleRate, channels: 2, signal });
  return new StemReader(named(source, pieces), scale);
}

function openStrips(spec: RenderSpec, signal?: AbortSignal): Strip[] {
  return spec.sources.map((source) => ({
    source,
    // Where the length is not known, muted sources are decoded as well: they count for it.
    reader:
      source.strip.mute && spec.lengthSamples !== null ? null : openSource(source, spec.sampleRate, signal),
    block: [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)],
  }));
}

function setUpEngine(spec: RenderSpec): MixEngine {
  const engine = new MixEngine({
    stemCount: spec.sources.length,
    blockSize: BLOCK_SIZE,
    sampleRate: spec.sampleRate,
    meterStrips: false,
  });
  for (const [index, source] of spec.sources.entries()) engine.setStem(index, source.strip);
  engine.setMaster(spec.master);
  return engine;
}

/** Reads the next block of every stem; returns its length, 0 at the end. */
async function readBlock(strips: readonly Strip[], left: number | null): Promise<number> {
  const wanted = Math.min(BLOCK_SIZE, left ?? BLOCK_SIZE);
  const read = await Promise.all(
    strips.map(({ reader, block }) => reader?.read(block[0], block[1], wanted) ?? 0),
  );
  return left === null ? Math.max(0, ...read) : wanted;
}

/** A stored stem that ends early has lost a part, and everything after the hole would be out of time. */
function checkLengths(strips: readonly Strip[], lengthSamples: number): void {
  for (const { source, reader } of strips) {
    if (reader && 'segments' in source.files && reader.frames !== lengthSamples) {
      throw new MediaToolError(`The stem ${source.name} is damaged in the storage.`);
    }
  }
}

async function mixInto(file: MixFile, spec: RenderSpec, strips: readonly Strip[], options: RenderOptions) {
  const engine = setUpEngine(spec);
  const inputs = strips.map(({ reader, block }) => (reader ? block : undefined));
  const output = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)] as const;
  const master = strips.length * METER_FIELDS;
  const levels = new Float64Array(master + METER_FIELDS);
  const left = () => (spec.lengthSamples === null ? null : spec.lengthSamples - file.length);
  for (let frames = await readBlock(strips, left()); frames > 0; frames = await readBlock(strips, left())) {
    options.signal?.throwIfAborted();
    engine.process(inputs, frames, output);
    engine.meters.take(levels);
    await file.write(output[0], output[1], frames, Math.max(levels[master]!, levels[master + 1]!));
    options.onProgress?.(file.length);
  }
  if (spec.lengthSamples !== null) checkLengths(strips, spec.lengthSamples);
}

/**
 * Renders `spec` and returns what the file holds. Memory does not grow with the length.
 * Nothing is left at the output path when it fails or is aborted.
 * @throws UnusableAudioError or MediaToolError with a sentence, the signal's reason when it is aborted
 */
export async function renderMix(spec: RenderSpec, options: RenderOptions = {}): Promise<RenderedMix> {
  const file = await MixFile.open(spec, BLOCK_SIZE, options.signal);
  const strips = openStrips(spec, options.signal);
  try {
    await mixInto(file, spec, strips, options);
    return await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    await Promise.all(strips.map(({ reader }) => reader?.close()));
  }
}
