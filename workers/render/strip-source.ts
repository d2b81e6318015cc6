// Where the audio of a strip comes from during a render: a whole stem, its clips, or nothing.
import type { Samples } from '@/audio/units';
import { decodeStream } from '@/server/shared/media/decode';
import { MediaToolError, UnusableAudioError } from '@/server/shared/media/errors';
import { streamSegmentFiles } from '@/server/shared/media/stem-stream';
import { ClipReader } from './clip-reader';
import type { RenderSource, RenderSpec } from './render-spec';
import { StemReader } from './stem-reader';

export interface StripSource {
  readonly source: RenderSource;
  /** Null for a stem that cannot be heard and need not be decoded. */
  readonly reader: StemReader | ClipReader | null;
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

function openStem(
  source: RenderSource,
  sampleRate: number,
  signal?: AbortSignal,
  firstSegment = 0,
): StemReader {
  const { files, scale } = source;
  const pieces =
    'segments' in files
      ? streamSegmentFiles(files.segments.slice(firstSegment), { signal })
      : decodeStream(files.audio, { sampleRate, channels: 2, signal });
  return new StemReader(named(source, pieces), scale);
}

/** Opens a stem so that the next sample is the one at `start`. */
async function openStemAt(
  source: RenderSource,
  sampleRate: number,
  blockSize: number,
  start: Samples,
  signal?: AbortSignal,
): Promise<StemReader> {
  const segment = 'segments' in source.files ? (source.files.segmentSamples ?? Infinity) : Infinity;
  const firstSegment = Math.floor(start / segment);
  const reader = openStem(source, sampleRate, signal, firstSegment);
  const passed = [new Float32Array(blockSize), new Float32Array(blockSize)] as const;
  let left = firstSegment === 0 ? start : start - firstSegment * segment;
  while (left > 0) {
    const read = await reader.read(passed[0], passed[1], Math.min(blockSize, left));
    if (read === 0) break;
    left -= read;
  }
  return reader;
}

function readerFor(
  source: RenderSource,
  spec: RenderSpec,
  blockSize: number,
  signal?: AbortSignal,
): StripSource['reader'] {
  const { mute, clips } = source.strip;
  // Where the length is not known, muted sources are decoded as well: they count for it.
  if (mute && spec.lengthSamples !== null) return null;
  if (!clips) return openStem(source, spec.sampleRate, signal);
  return new ClipReader(clips, blockSize, (start) =>
    openStemAt(source, spec.sampleRate, blockSize, start, signal),
  );
}

export function openSources(spec: RenderSpec, blockSize: number, signal?: AbortSignal): StripSource[] {
  return spec.sources.map((source) => ({
    source,
    reader: readerFor(source, spec, blockSize, signal),
    block: [new Float32Array(blockSize), new Float32Array(blockSize)],
  }));
}

/** A stored stem that ends early has lost a part, and everything after the hole would be out of time. */
export function checkLengths(sources: readonly StripSource[], lengthSamples: number): void {
  for (const { source, reader } of sources) {
    const isWhole = reader instanceof StemReader && 'segments' in source.files;
    if (isWhole && reader.frames !== lengthSamples) {
      throw new MediaToolError(`The stem ${source.name} is damaged in the storage.`);
    }
  }
}
