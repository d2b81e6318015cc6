// The description of a prepared track on disk.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const overlapFiguresSchema = z.object({
  beats: z.array(z.number().nullable()).readonly(),
  voice: z.array(z.number()).readonly(),
  bass: z.array(z.number()).readonly(),
  attacks: z.array(z.number()).readonly(),
});

export const preparedTrackSchema = z.object({
  id: z.string(),
  /** Raw interleaved float frames; `first` is their position in the set. */
  audio: z.object({ path: z.string(), first: z.int(), frames: z.int() }),
  /** What brings it to the level that the plan wants. */
  gainDb: z.number(),
  /** Loudness of what it plays alone, before that gain; null for silence. */
  playedLufs: z.number().nullable(),
  /** What was measured of it in the overlaps on either side; null where there is none. */
  entry: overlapFiguresSchema.nullable(),
  exit: overlapFiguresSchema.nullable(),
});

/** Plain data, so that it can be handed from the job that prepares to the one that joins. */
export type PreparedTrack = z.output<typeof preparedTrackSchema>;

/** Reads the description of a prepared track; null when there is none. */
export async function readPrepared(file: string): Promise<PreparedTrack | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : preparedTrackSchema.parse(JSON.parse(text));
}
