// Where the audio of a strip comes from during a render: a whole source, its clips, or nothing.
import type { Clip } from '@/audio/mix/clips';
import { type Samples, samples } from '@/audio/units';
import { decodeStream } from '@/platform/media/decode';
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { streamSegmentFiles } from '@/platform/media/stem-stream';
import { ClipReader } from './clip-reader';
import type { RenderAudio, RenderSource, RenderSpec } from './render-spec';
import { StemReader } from './stem-reader';

export interface StripSource {
  readonly source: RenderSource;
  /** Null for an inaudible stem that need not be decoded. */
  readonly reader: StemReader | ClipReader | null;
  readonly block: readonly [Float32Array, Float32Array];
}

/** Names the source that cannot be used. */
async function* named(name: string, pieces: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof UnusableAudioError)) throw error;
    throw new UnusableAudioError(`${name}: ${error.message}`, { cause: error });
  }
}

/** Opens audio so that the next sample is the one at `start`. */
async function openAudioAt(
  { files, scale }: RenderAudio,
  name: string,
  sampleRate: number,
  start: Samples,
  signal?: AbortSignal,
): Promise<StemReader> {
  const segmentSamples = 'segments' in files ? (files.segmentSamples ?? Infinity) : Infinity;
  const skipped = Math.floor(start / segmentSamples);
  const pieces =
    'segments' in files
      ? streamSegmentFiles(files.segments.slice(skipped), { signal })
      : decodeStream(files.audio, { sampleRate, channels: 2, signal });
  const reader = new StemReader(named(name, pieces), scale, skipped === 0 ? 0 : skipped * segmentSamples);
  await reader.skipTo(start);
  return reader;
}

/** What a clip plays. */
function audioOf({ source: id }: Clip, source: RenderSource, { audio }: RenderSpec): RenderAudio {
  return (id === undefined ? undefined : audio?.[id]) ?? source;
}

async function readerFor(
  source: RenderSource,
  spec: RenderSpec,
  blockSize: number,
  start: Samples,
  signal?: AbortSignal,
): Promise<StripSource['reader']> {
  const { mute, clips } = source.strip;
  // Where the length is not known, muted sources are decoded as well: they count for it.
  if (mute && spec.lengthSamples !== null) return null;
  const open = (audio: RenderAudio, at: Samples) =>
    openAudioAt(audio, source.name, spec.sampleRate, at, signal);
  if (!clips) return open(source, start);
  const openClip = (clip: Clip, at: Samples) => open(audioOf(clip, source, spec), at);
  // What is not there any more is silent, as in the player.
  const there = clips.filter((clip) => clip.source === undefined || spec.audio?.[clip.source]);
  return new ClipReader(there, blockSize, openClip, start);
}

/**
 * Opens all sources so that the next block begins at `start` on the timeline. When one cannot be opened, none stays.
 * @throws UnusableAudioError or MediaToolError as their decoders do
 */
export async function openSources(
  spec: RenderSpec,
  blockSize: number,
  start: number,
  signal?: AbortSignal,
): Promise<StripSource[]> {
  const opening = spec.sources.map((source) => readerFor(source, spec, blockSize, samples(start), signal));
  const opened = await Promise.allSettled(opening);
  const failed = opened.find((outcome) => outcome.status === 'rejected');
  const readers = opened.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : null));
  if (failed) {
    await Promise.all(readers.map((reader) => reader?.close()));
    throw failed.reason;
  }
  return spec.sources.map((source, index) => ({
    source,
    reader: readers[index] ?? null,
    block: [new Float32Array(blockSize), new Float32Array(blockSize)],
  }));
}

/**
 * A stored stem that ends early has lost a part, and everything after the hole would be out of time.
 * @param end how far the timeline was read
 */
export function checkLengths(sources: readonly StripSource[], end: number): void {
  for (const { source, reader } of sources) {
    if (!(reader instanceof StemReader) || !('segments' in source.files)) continue;
    const { lengthSamples = 0 } = source.files;
    if (reader.position < Math.min(end, lengthSamples))
      throw new MediaToolError(`The stem ${source.name} is damaged in the storage.`);
  }
}
