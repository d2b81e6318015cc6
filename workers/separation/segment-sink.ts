// Stores separated stems as the player and the renderer want them: FLAC segments and peaks in storage.

import { SAMPLE_RATE } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { getEnv } from '@/platform/env';
import type { StoredPartialStems } from '@/platform/jobs/separation';
import { openStorage } from '@/platform/storage/open';
import { RetryingStorage } from '@/platform/storage/retrying-storage';
import type { Storage } from '@/platform/storage/storage';
import { StemsWriter } from '@/workers/stems/segment-writer';
import { headroomOfStems } from '@/workers/stems/stem-quantiser';
import type { StemSink } from './stem-sink';

let opened: Storage | undefined;

/** Opened once, for its connections, and without a tie: the engine knows no database, and deletes nothing. */
function outlet(): Storage {
  opened ??= openStorage(getEnv());
  return opened;
}

export interface SegmentSinkOptions {
  readonly sourceId: string;
  readonly workDir: string;
  readonly stems: readonly string[];
  readonly signal?: AbortSignal;
  /** Called when a finished stretch cannot be stored for the moment. */
  readonly onWait?: (stage: string) => void;
  readonly mix: { readonly length: number; readonly statistics: { readonly peak: number } };
}

/**
 * Opens a sink under the prefix of `sourceId`. What a failed run may leave under the prefix is for the caller to
 * delete: it also knows when the whole process died.
 */
export async function openSegmentSink({
  sourceId,
  workDir,
  stems,
  mix,
  signal,
  onWait,
}: SegmentSinkOptions): Promise<StemSink> {
  const headroomBits = headroomOfStems(mix.statistics.peak);
  const writer = await StemsWriter.open({
    storage: new RetryingStorage(outlet(), { signal, onWait }),
    sourceId,
    stemIds: stems,
    sampleRate: SAMPLE_RATE,
    headroomBits,
    workDir,
  });
  const extent = { sampleRate: SAMPLE_RATE, lengthSamples: mix.length, segmentSamples: SEGMENT_SAMPLES };
  const partial = (): StoredPartialStems | null => {
    const { availableSamples } = writer;
    if (availableSamples === 0) return null;
    return { ...extent, availableSamples, stems: stems.map((id) => ({ id, headroomBits })) };
  };
  return {
    async write(region) {
      await writer.append(region.stems);
      return partial();
    },
    finish: () => writer.finish(),
    discard: () => writer.discard(),
  };
}
