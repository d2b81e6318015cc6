// Joins the stored segments of a stem into one stream, as samples for the renderer or as FLAC for a download.

import { stemSegmentKey } from '../storage/keys';
import type { Storage } from '../storage/storage';
import { MediaToolError } from './errors';
import { withFlacLength } from './flac-length';
import { floatFrames } from './float-frames';
import { startTool, type ToolOptions } from './tool';
import { WaitingLimit } from './waiting-limit';

export interface StoredStem {
  readonly sourceId: string;
  readonly stem: string;
  /** ceil(lengthSamples / segmentSamples) */
  readonly segmentCount: number;
}

/** Local copies of stored objects, there until they are released. */
export interface LocalFiles {
  readonly paths: readonly string[];
  release(): void;
}

/**
 * Provides a local copy of one stored object.
 * @throws ObjectNotFoundError when there is none
 */
export async function openFile(storage: Storage, key: string): Promise<LocalFiles> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const path = await new Promise<string>((resolve, reject) => {
    const use = (local: string) => {
      resolve(local);
      return released;
    };
    storage.withLocalFile(key, use).catch(reject);
  });
  return { paths: [path], release };
}

/**
 * Provides local copies of all segments of a stem, in order.
 * @throws ObjectNotFoundError when one is missing
 */
export async function openSegments(storage: Storage, stored: StoredStem): Promise<LocalFiles> {
  const allFiles: LocalFiles[] = [];
  const release = () => {
    for (const file of allFiles) file.release();
  };
  try {
    for (let index = 0; index < stored.segmentCount; index++) {
      allFiles.push(await openFile(storage, stemSegmentKey(stored.sourceId, stored.stem, index)));
    }
    return { paths: allFiles.flatMap(({ paths }) => paths), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** How long a byte of what is joined may take: a second for 100 kB, a few seconds of FLAC. */
const MS_PER_BYTE = 0.01;

/** The list that FFmpeg's concat demuxer reads. */
function concatList(paths: readonly string[]): string {
  return paths.map((path) => `file 'file:${path.replaceAll("'", "'\\''")}'\n`).join('');
}

async function* joinFiles(
  paths: readonly string[],
  output: readonly string[],
  options: ToolOptions,
): AsyncGenerator<Buffer, void, void> {
  const input = ['-protocol_whitelist', 'file,pipe', '-f', 'concat', '-safe', '0', '-i', 'pipe:0'];
  const args = ['-v', 'error', '-threads', '1', ...input, ...output, 'pipe:1'];
  const child = startTool('ffmpeg', args, { timeoutMs: null, ...options });
  const limit = new WaitingLimit('ffmpeg', child);
  try {
    child.stdin.end(concatList(paths));
    yield* limit.read(child.stdout, MS_PER_BYTE);
    const { exitCode, stderrTail } = await child.ended;
    if (exitCode !== 0) throw new MediaToolError('A stored stem cannot be read.', stderrTail);
  } finally {
    child.kill();
  }
}

/**
 * Streams segment files one after the other as interleaved stereo float blocks.
 * @throws MediaToolError when one cannot be read
 */
export function streamSegmentFiles(
  paths: readonly string[],
  options: ToolOptions = {},
): AsyncGenerator<Float32Array, void, void> {
  return floatFrames(joinFiles(paths, ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'f32le'], options), 2);
}

/**
 * Streams a stored stem as interleaved stereo float blocks, at the scale it is stored in (see `headroomBits`).
 * @throws ObjectNotFoundError when a segment is missing, MediaToolError when one is damaged
 */
export async function* streamStem(
  storage: Storage,
  stored: StoredStem,
  options: ToolOptions = {},
): AsyncGenerator<Float32Array, void, void> {
  const files = await openSegments(storage, stored);
  try {
    yield* streamSegmentFiles(files.paths, options);
  } finally {
    files.release();
  }
}

export interface StemFileOptions extends ToolOptions {
  /** By how many bits the stored stem is turned down; the file is turned up by as many. */
  readonly headroomBits?: number;
}

/** Brings stored samples to their level. Doubles, so that nothing is rounded on the way to 24 bits or to floats. */
const atLevel = ({ headroomBits = 0 }: StemFileOptions): string[] =>
  headroomBits === 0 ? [] : ['-af', `volume=${2 ** headroomBits}:precision=double`];

/**
 * Streams a stored stem as one 24-bit FLAC file at the level at which it plays. One whose peak is above full scale
 * would be clipped: see `streamStemWav`. Same errors as `streamStem`.
 * @param lengthSamples of the whole stem, for the header
 */
export async function* streamStemFlac(
  storage: Storage,
  stored: StoredStem,
  lengthSamples: number,
  options: StemFileOptions = {},
): AsyncGenerator<Buffer, void, void> {
  const codec = [...atLevel(options), '-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24'];
  const files = await openSegments(storage, stored);
  try {
    const joined = joinFiles(files.paths, ['-map', '0:a:0', ...codec, '-f', 'flac'], options);
    yield* withFlacLength(joined, lengthSamples);
  } finally {
    files.release();
  }
}

/**
 * Streams a stored stem as one 32-bit float WAV file at the level at which it plays, peaks above full scale included.
 * Same errors as `streamStem`.
 * @param header of the whole file, from `writeWavHeader`
 */
export async function* streamStemWav(
  storage: Storage,
  stored: StoredStem,
  header: Buffer,
  options: StemFileOptions = {},
): AsyncGenerator<Buffer, void, void> {
  const files = await openSegments(storage, stored);
  try {
    yield header;
    const output = ['-map', '0:a:0', ...atLevel(options), '-c:a', 'pcm_f32le', '-f', 'f32le'];
    yield* joinFiles(files.paths, output, options);
  } finally {
    files.release();
  }
}
