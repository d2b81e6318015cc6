// Does what the worker does with style sounds, at once: a finished grain library of two grains.
import type { GrainMap } from '@/platform/grain-map';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { getStorage } from '@/platform/storage';
import { styleLibraryKey, styleMapKey, styleSoundKey } from '@/platform/storage/keys';
import type { TestStudio } from './studio';

const GRAIN_SAMPLES = 200;

const MAP: GrainMap = {
  sampleRate: 44_100,
  channels: 1,
  grains: [220, 0].map((pitchHz, index) => ({
    startSamples: index * GRAIN_SAMPLES,
    lengthSamples: GRAIN_SAMPLES,
    pitchHz,
    brightnessHz: 1_000 + index,
    levelDb: -12,
  })),
};

/** Ends the analysis of a sound as a worker would. Sample n of the stored sound has the value n. */
export async function finishLibrary({ database }: TestStudio, styleId: string): Promise<void> {
  const { prisma } = database;
  const { sha256, jobId } = await prisma.styleSound.findUniqueOrThrow({ where: { id: styleId } });
  const storage = getStorage();
  const sound = Int16Array.from({ length: 2 * GRAIN_SAMPLES }, (_, i) => i);
  await storage.put(styleLibraryKey(sha256), Buffer.from('a grain library'));
  await storage.put(styleSoundKey(sha256), new Uint8Array(sound.buffer));
  await storage.put(styleMapKey(sha256), Buffer.from(JSON.stringify(MAP)));
  const result = grainLibraryJob.result.parse({
    grains: 2,
    pitched: 1,
    durationS: (2 * GRAIN_SAMPLES) / 44_100,
    lowestHz: 220,
    highestHz: 220,
    wallSeconds: 0.1,
  });
  const data = { state: 'done', progress: 1, stage: 'done', result, finishedAt: new Date() } as const;
  await prisma.job.update({ where: { id: jobId }, data });
}
