// Does what the workers do, at once and on generated sound: finished stems, finished exports.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { publishImportToProjects } from '@/platform/imported-sources';
import { type ImportSourceResult, importedStemId, importSourceJob } from '@/platform/jobs/import-source';
import type { RenderMixResult } from '@/platform/jobs/render-mix';
import { type SeparationResult, separationJob } from '@/platform/jobs/separation';
import { encodeStream } from '@/platform/media/encode';
import { publishStemsToProjects } from '@/platform/stem-results';
import { getStorage } from '@/platform/storage';
import { mixKey, stemPeaksKey, stemSegmentKey } from '@/platform/storage/keys';
import type { TestStudio } from './studio';

export const SEGMENT_SAMPLES = 11_025;
export const LENGTH_SAMPLES = 30_000;
const STEMS = ['vocals', 'drums', 'bass', 'other'];

const RESULT: SeparationResult = separationJob.result.parse({
  model: 'htdemucs',
  provider: 'cpu',
  sampleRate: 44_100,
  lengthSamples: LENGTH_SAMPLES,
  segmentSamples: SEGMENT_SAMPLES,
  stems: STEMS.map((id) => ({ id, headroomBits: 0, peakDbfs: -6 })),
  wallSeconds: 1,
  peakRssMb: 100,
});

/** Stores one stem as segments of quiet noise, the last one shorter, and some bytes for its peaks. */
async function storeStem({ dataDir }: TestStudio, sourceId: string, stem: string): Promise<void> {
  const storage = getStorage();
  const file = path.join(dataDir, `${sourceId}-${stem}.flac`);
  for (let index = 0, from = 0; from < LENGTH_SAMPLES; index += 1, from += SEGMENT_SAMPLES) {
    const frames = Math.min(SEGMENT_SAMPLES, LENGTH_SAMPLES - from);
    const pcm = Int16Array.from({ length: frames * 2 }, (_, i) => ((i * 7919) % 2001) - 1000);
    const format = { path: file, format: 'flac', bitDepth: 16, sampleRate: 44_100, channels: 2 } as const;
    await encodeStream(format, [pcm]);
    await storage.putFile(stemSegmentKey(sourceId, stem, index), file);
  }
  await rm(file, { force: true });
  await storage.put(stemPeaksKey(sourceId, stem), Buffer.from('peaks of the stem'));
}

/** Ends a separation as a worker would: stems in storage, the result in its row, the outbox filled. */
export async function finishSeparation(studio: TestStudio, separationId: string): Promise<void> {
  for (const stem of STEMS) await storeStem(studio, separationId, stem);
  await studio.database.prisma.$transaction(async (tx) => {
    const data = {
      state: 'done',
      progress: 1,
      stage: 'done',
      result: RESULT,
      finishedAt: new Date(),
    } as const;
    await tx.job.update({ where: { id: separationId }, data });
    await publishStemsToProjects(tx, separationId);
  });
}

/** Ends an import as a worker would: its stem in storage, the result in its row, the outbox filled. */
export async function finishImport(studio: TestStudio, sha256: string): Promise<void> {
  const [id, stem] = [importSourceJob.idOf({ sha256 }), importedStemId(sha256)];
  await storeStem(studio, id, stem);
  const { sampleRate, lengthSamples, segmentSamples } = RESULT;
  const result: ImportSourceResult = {
    sampleRate,
    lengthSamples,
    segmentSamples,
    wallSeconds: 1,
    stems: [{ id: stem, headroomBits: 0, peakDbfs: -6 }],
  };
  await studio.database.prisma.$transaction(async (tx) => {
    const data = { state: 'done', progress: 1, stage: 'done', result, finishedAt: new Date() } as const;
    await tx.job.update({ where: { id }, data });
    await publishImportToProjects(tx, id);
  });
}

/** Ends an export as a worker would, with `content` as its file. */
export async function finishMix({ database }: TestStudio, mixId: string, content: string): Promise<void> {
  const mix = await database.prisma.mix.findUniqueOrThrow({ where: { id: mixId } });
  await getStorage().put(mixKey(mixId, mix.format), Buffer.from(content));
  const result: RenderMixResult = {
    bytes: content.length,
    durationS: 0.68,
    sampleRate: 44_100,
    peakDbfs: -3,
    clippedSamples: 0,
    integratedLufs: -14,
    rangeLu: 6,
    truePeakDbtp: -2.9,
    loudnessShortfallLu: null,
    files: [],
    stretcher: null,
    tempo: 1,
    keySemitones: 0,
    wallSeconds: 0.1,
  };
  const data = { state: 'done', progress: 1, stage: 'done', result, finishedAt: new Date() } as const;
  await database.prisma.job.update({ where: { id: mix.jobId }, data });
}
