// Performs the restyle job: passes stem and grain library to the style process and stores the restyled stem.
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { RestyleStemInput, RestyleStemResult } from '@/platform/jobs/restyle-stem';
import { type LocalFiles, openSegments } from '@/platform/media/stem-stream';
import { styleLibraryKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import { runInProcess } from '../runtime/compute/run-in-process';
import type { JobContext } from '../runtime/job-context';
import { JobFailure } from '../runtime/job-failure';
import { StemsWriter, type WrittenStem } from '../stems/segment-writer';
import { headroomFor, largestOf } from '../stems/stem-quantiser';
import { type PlayedStem, restyleTask } from './style-tasks';

type Context = JobContext<RestyleStemInput>;

/** Samples that are copied at a time: as many segments as one encoder takes. */
const PIECE = 8 * 262_144;

/** Runs `work` and turns a missing object into the message for it. */
async function orMissing<T>(message: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure(message, false, { cause: error });
  }
}

function openStem({ storage, input }: Context): Promise<LocalFiles> {
  const { sourceId, id, lengthSamples, segmentSamples } = input.stem;
  const segmentCount = Math.ceil(lengthSamples / segmentSamples);
  return orMissing(
    'This stem is missing from the storage; separate the song again.',
    openSegments(storage, { sourceId, stem: id, segmentCount }),
  );
}

async function play(context: Context, segments: readonly string[], output: string): Promise<PlayedStem> {
  const { input, signal, storage, report } = context;
  const { stem, settings, styleSha256 } = input;
  const began = performance.now();
  const onProgress = (progress: number) => {
    const elapsedS = (performance.now() - began) / 1000;
    report({ stage: 'playing', progress, etaS: (elapsedS * (1 - progress)) / Math.max(progress, 0.01) });
  };
  const stored = { segments, scale: 2 ** stem.headroomBits, lengthSamples: stem.lengthSamples };
  return orMissing(
    'The style sound is not there any more; choose another one.',
    storage.withLocalFile(styleLibraryKey(styleSha256), (library) =>
      runInProcess(restyleTask, { stem: stored, library, settings, output }, { signal, onProgress }),
    ),
  );
}

async function readPiece(file: FileHandle, at: number, count: number): Promise<Float32Array> {
  const piece = new Float32Array(count);
  await file.read(new Uint8Array(piece.buffer), 0, piece.byteLength, at * piece.BYTES_PER_ELEMENT);
  return piece;
}

/** The played stem, left and right, a piece at a time. */
async function* readPlayed(
  file: FileHandle,
  lengthSamples: number,
): AsyncGenerator<[Float32Array, Float32Array]> {
  for (let at = 0; at < lengthSamples; at += PIECE) {
    const count = Math.min(PIECE, lengthSamples - at);
    yield [await readPiece(file, at, count), await readPiece(file, lengthSamples + at, count)];
  }
}

async function headroomOf(file: FileHandle, lengthSamples: number): Promise<number> {
  let peak = 0;
  for await (const [left, right] of readPlayed(file, lengthSamples)) {
    peak = Math.max(peak, largestOf(left), largestOf(right));
  }
  return headroomFor(peak);
}

/** Stores what the process has written, cut like the stem it is made of. */
async function store(
  { jobId, input, storage, workDir, signal }: Context,
  played: FileHandle,
): Promise<WrittenStem> {
  const { id, sampleRate, segmentSamples, lengthSamples } = input.stem;
  const headroomBits = await headroomOf(played, lengthSamples);
  const writer = await StemsWriter.open({
    storage,
    sourceId: jobId,
    stemIds: [id],
    sampleRate,
    headroomBits,
    segmentSamples,
    workDir,
    signal,
  });
  try {
    for await (const piece of readPlayed(played, lengthSamples)) await writer.append([piece]);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return (await writer.finish())[0]!;
}

async function storeFile(context: Context, file: string): Promise<WrittenStem> {
  const played = await open(file, 'r');
  try {
    return await store(context, played);
  } finally {
    await played.close();
  }
}

/**
 * Plays a stem with a style sound into storage; the job's id is the source that contains the result.
 * @throws JobFailure when stem or sound is missing or cannot be used
 */
export async function restyleStemProcessor(context: Context): Promise<RestyleStemResult> {
  const began = performance.now();
  context.report({ stage: 'playing', progress: 0 });
  const output = path.join(context.workDir, 'played.f32');
  const segments = await openStem(context);
  try {
    const { grainsUsed } = await play(context, segments.paths, output);
    context.signal.throwIfAborted();
    context.report({ stage: 'storing', progress: 1 });
    const { headroomBits, peakDbfs } = await storeFile(context, output);
    return { headroomBits, peakDbfs, grainsUsed, wallSeconds: (performance.now() - began) / 1000 };
  } finally {
    segments.release();
  }
}
