// Performs the import job: decodes an uploaded file and stores it as one stem, cut like those of a separation.
import { SAMPLE_RATE, secondsToSamples } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import {
  type ImportSourceInput,
  type ImportSourceResult,
  importedStemId,
} from '@/platform/jobs/import-source';
import { log } from '@/platform/log';
import { UnusableAudioError } from '@/platform/media/errors';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import type { JobContext } from '../runtime/job-context';
import { JobFailure } from '../runtime/job-failure';
import { RunStopped } from '../runtime/run-heartbeat';
import { decodeToScratch, type ScratchMix } from '../separation/scratch-mix';
import { StemsWriter, type WrittenStem } from '../stems/segment-writer';
import { headroomFor } from '../stems/stem-quantiser';

type Context = JobContext<ImportSourceInput>;

/** The share of the whole bar that decoding takes; storing takes the rest. */
const DECODED_AT = 0.4;

/** Samples that are stored at a time: as many segments as one encoder takes. Bounds memory, whatever the length. */
const PIECE_SAMPLES = 8 * SEGMENT_SAMPLES;

/** Decodes the upload to the disk, since the headroom of a stem has to be known before its first segment is stored. */
function decode({ input, signal, storage, workDir, report }: Context): Promise<ScratchMix> {
  const expected = secondsToSamples(input.durationS);
  const onLength = (samples: number) =>
    report({ stage: 'decoding', progress: DECODED_AT * Math.min(1, samples / expected) });
  return storage.withLocalFile(uploadKey(input.sha256), (file) =>
    decodeToScratch(file, workDir, signal, onLength),
  );
}

/** Stores the decoded file as the job's only stem, turned down only as far as its peak needs. */
async function store({ jobId, input, storage, workDir, signal, report }: Context, mix: ScratchMix) {
  const writer = await StemsWriter.open({
    storage,
    sourceId: jobId,
    stemIds: [importedStemId(input.sha256)],
    sampleRate: SAMPLE_RATE,
    headroomBits: headroomFor(mix.statistics.peak),
    workDir,
    signal,
  });
  try {
    for (let at = 0; at < mix.length; at += PIECE_SAMPLES) {
      await writer.append([await mix.read(at, Math.min(PIECE_SAMPLES, mix.length - at))]);
      report({ stage: 'storing', progress: DECODED_AT + (1 - DECODED_AT) * (at / mix.length) });
    }
    return await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Deletes what a failed run stored. What cannot be deleted now is replaced by the next run, or found by the sweep. */
async function discard({ storage, jobId }: Context): Promise<void> {
  try {
    await storage.deletePrefix(separationPrefix(jobId));
  } catch (error) {
    if (error instanceof RunStopped) throw error;
    log.warn({ err: error, jobId }, 'The unfinished stem of an import could not be deleted.');
  }
}

function failureFor(error: unknown): unknown {
  if (error instanceof ObjectNotFoundError) {
    return new JobFailure('The file is no longer in the storage; import it again.', false, { cause: error });
  }
  if (error instanceof UnusableAudioError) return new JobFailure(error.message, false, { cause: error });
  return error;
}

async function importStem(context: Context): Promise<{ length: number; stems: WrittenStem[] }> {
  const mix = await decode(context);
  try {
    return { length: mix.length, stems: await store(context, mix) };
  } finally {
    await mix.close();
  }
}

/**
 * Imports a file into storage; the job's id is the source that contains the stem.
 * @throws JobFailure when the file is missing or cannot be decoded; nothing of it stays stored then
 */
export async function importSourceProcessor(context: Context): Promise<ImportSourceResult> {
  const began = performance.now();
  context.report({ stage: 'decoding', progress: 0 });
  try {
    const { length: lengthSamples, stems } = await importStem(context);
    const extent = { sampleRate: SAMPLE_RATE, lengthSamples, segmentSamples: SEGMENT_SAMPLES };
    return { ...extent, stems, wallSeconds: (performance.now() - began) / 1000 };
  } catch (error) {
    await discard(context);
    throw failureFor(error);
  }
}
