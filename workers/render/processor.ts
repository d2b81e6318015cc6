// Does the render job: borrows the stems from storage, renders in a process, stores the file.
import path from 'node:path';
import type { RenderMixInput, RenderMixResult } from '@/server/shared/jobs/render-mix';
import { type BorrowedFiles, borrowSegments } from '@/server/shared/media/stem-stream';
import { mixKey } from '@/server/shared/storage/keys';
import { ObjectNotFoundError, type Storage } from '@/server/shared/storage/storage';
import type { JobContext } from '../runtime/job-context';
import { JobFailure } from '../runtime/job-failure';
import { RenderFailure, renderInProcess } from './process-client';
import type { RenderedMix, RenderSource, RenderSpec } from './render-spec';

type Stem = RenderMixInput['stems'][number];

const isHeard = (stem: Stem): boolean => !stem.mute && !stem.silenced;

/** Local copies of the segments of every stem that is heard; the others are not needed. */
async function borrowStems(storage: Storage, input: RenderMixInput): Promise<Map<Stem, BorrowedFiles>> {
  const segmentCount = Math.ceil(input.lengthSamples / input.segmentSamples);
  const borrowed = new Map<Stem, BorrowedFiles>();
  try {
    for (const stem of input.stems.filter(isHeard)) {
      const stored = { sourceId: stem.sourceId, stem: stem.id, segmentCount };
      borrowed.set(stem, await borrowSegments(storage, stored));
    }
    return borrowed;
  } catch (error) {
    for (const files of borrowed.values()) files.release();
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure('A stem of this song is missing from the storage; separate the song again.', false, {
      cause: error,
    });
  }
}

function sourceOf(stem: Stem, files: BorrowedFiles | undefined): RenderSource {
  const { id, gainDb, pan, headroomBits } = stem;
  return {
    name: id,
    files: { segments: files?.paths ?? [] },
    scale: 2 ** headroomBits,
    strip: { gainDb, pan, mute: !isHeard(stem) },
  };
}

async function render(context: JobContext<RenderMixInput>, spec: RenderSpec): Promise<RenderedMix> {
  const { input, signal, report } = context;
  const began = performance.now();
  report({ stage: 'mixing', progress: 0 });
  try {
    return await renderInProcess(spec, {
      signal,
      onProgress: (doneSamples) => {
        const progress = doneSamples / input.lengthSamples;
        const elapsedS = (performance.now() - began) / 1000;
        report({ stage: 'mixing', progress, etaS: (elapsedS * (1 - progress)) / progress });
      },
    });
  } catch (error) {
    if (!(error instanceof RenderFailure) || error.sentence === null) throw error;
    throw new JobFailure(error.sentence, false, { cause: error });
  }
}

/**
 * Renders a mix into storage under its mix key.
 * @throws JobFailure when a stem is missing or damaged, or the disk is full
 */
export async function renderMixProcessor(context: JobContext<RenderMixInput>): Promise<RenderMixResult> {
  const { input, storage, workDir, signal } = context;
  const began = performance.now();
  const { format, bitDepth, title, sampleRate, lengthSamples, master } = input;
  const output = path.join(workDir, `mix.${format}`);
  const borrowed = await borrowStems(storage, input);
  try {
    const mix = await render(context, {
      ...{ sampleRate, lengthSamples, master },
      sources: input.stems.map((stem) => sourceOf(stem, borrowed.get(stem))),
      output: { path: output, format, bitDepth, title },
    });
    signal.throwIfAborted();
    context.report({ stage: 'storing', progress: 1 });
    await storage.putFile(mixKey(input.mixId, format), output);
    return {
      bytes: mix.bytes,
      durationS: mix.lengthSamples / sampleRate,
      peakDbfs: mix.peakDbfs,
      clippedSamples: mix.clippedSamples,
      integratedLufs: mix.integratedLufs,
      rangeLu: mix.rangeLu,
      truePeakDbtp: mix.truePeakDbtp,
      wallSeconds: (performance.now() - began) / 1000,
    };
  } finally {
    for (const files of borrowed.values()) files.release();
  }
}
