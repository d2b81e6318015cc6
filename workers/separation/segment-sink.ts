// Stores separated stems as the player and the renderer want them: FLAC segments and peaks in storage.
import { SAMPLE_RATE } from '@/audio/units';
import { getStorage } from '@/server/shared/storage/index';
import { StemWriter } from '@/workers/stems/segment-writer';
import type { SeparatedStem, StemSink } from './stem-sink';

/** Waits for all and rejects with the first failure, so that nothing goes on behind the caller's back. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/**
 * Opens a sink under the prefix of `sourceId`. What a failed run may leave under the prefix is for the caller to
 * delete: it also knows when the whole process died.
 */
export async function openSegmentSink(
  sourceId: string,
  workDir: string,
  stems: readonly string[],
): Promise<StemSink> {
  const storage = getStorage();
  const open = (stemId: string) =>
    StemWriter.open({ storage, sourceId, stemId, sampleRate: SAMPLE_RATE, workDir });
  let writers = await allOf(stems.map(open));
  return {
    async write(region) {
      await allOf(region.stems.map((sides, index) => writers[index]!.append(...sides)));
    },
    finish(): Promise<SeparatedStem[]> {
      // A writer removes its temporary files by itself from here on, whether it succeeds or not.
      const finishing = writers;
      writers = [];
      return allOf(finishing.map((writer) => writer.finish()));
    },
    async discard() {
      await allOf(writers.map((writer) => writer.discard()));
    },
  };
}
