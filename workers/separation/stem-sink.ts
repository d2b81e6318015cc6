// The interface of a sink for separated stems, and the one that writes 32-bit float WAV files.
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { interleave } from '@/audio/interleave';
import { gainToDb, SAMPLE_RATE } from '@/audio/units';
import type { StemRegion } from '@/models/separator/separate';
import type { SeparationResult, StoredPartialStems } from '@/platform/jobs/separation';
import { sanitise } from '@/platform/media/decode';
import { type AudioEncoder, openEncoder } from '@/platform/media/encode';
import { largestOf } from '@/workers/stems/stem-quantiser';
import { ScratchBuffer } from './scratch-buffer';

export type SeparatedStem = SeparationResult['stems'][number];

export interface StemSink {
  /** Accepts the next region; resolves when it can accept more, with what is playable so far. */
  write(region: StemRegion): Promise<StoredPartialStems | null>;
  /** Completes everything. */
  finish(): Promise<SeparatedStem[]>;
  /** Removes whatever there is. Called instead of, or after a failed, `finish`. */
  discard(): Promise<void>;
}

/**
 * Writes `<stem>.wav` into the existing `folder`. The files grow in `draftDir`, on the same disk, and move to their
 * place together at the end, so that nobody ever finds half a stem.
 */
export async function openWavSink(
  folder: string,
  draftDir: string,
  stems: readonly string[],
): Promise<StemSink> {
  const peaks = stems.map(() => 0);
  const fileOf = (stem: string) => `${stem}.wav`;
  const encoders: AudioEncoder[] = [];
  const scratch = new ScratchBuffer();
  for (const stem of stems) {
    const file = path.join(draftDir, fileOf(stem));
    encoders.push(
      await openEncoder({ path: file, format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 }),
    );
  }
  return {
    async write(region) {
      for (const [index, sides] of region.stems.entries()) {
        const frames = sanitise(interleave(...sides, scratch.acquire(2 * region.length)));
        peaks[index] = Math.max(peaks[index]!, largestOf(frames));
        await encoders[index]!.write(frames);
      }
      return null;
    },
    async finish() {
      for (const encoder of encoders.splice(0)) await encoder.finish();
      for (const stem of stems)
        await rename(path.join(draftDir, fileOf(stem)), path.join(folder, fileOf(stem)));
      return stems.map((id, index) => {
        const peak = peaks[index]!;
        return { id, headroomBits: 0, peakDbfs: peak > 0 ? gainToDb(peak) : null };
      });
    },
    async discard() {
      for (const encoder of encoders.splice(0)) await encoder.discard();
    },
  };
}
