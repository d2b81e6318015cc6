// The grain library job: a style recording in, its grains cut and described in storage out.
import { z } from 'zod';
import { placesSchema } from '../media/stored-damage';
import { starterSoundSchema } from '../starter-sounds';
import { sha256Schema } from './content-ids';
import { defineJob } from './define-job';

/** Part of the job's id: raised when grains are cut or described in another way, so that sounds are read anew. */
const LIBRARY_VERSION = 2;

const input = z.object({
  sha256: sha256Schema,
  /** The starter sound to make; null for a recording that was uploaded */
  starter: starterSoundSchema.nullable(),
});
export type GrainLibraryInput = z.infer<typeof input>;

export const grainLibraryJob = defineJob({
  name: 'grain-library',
  queue: 'cpu',
  input,
  result: z.object({
    grains: z.number().int().positive(),
    /** Grains with a pitch */
    pitched: z.number().int().nonnegative(),
    durationS: z.number().positive(),
    /** Of the pitched grains; null when there are none */
    lowestHz: z.number().positive().nullable(),
    highestHz: z.number().positive().nullable(),
    /** Of a damaged recording: silence in it, where it is, and what is missing after its end */
    silentS: z.number().nonnegative().default(0),
    silentAt: placesSchema.default([]),
    missingEndS: z.number().nonnegative().default(0),
    wallSeconds: z.number().nonnegative(),
  }),
  /** One library per content, whoever brings it. */
  idOf: ({ sha256 }: Pick<GrainLibraryInput, 'sha256'>) => `grains-${LIBRARY_VERSION}-${sha256}`,
  visibleTo: [],
  retention: { until: 'sound-unused' },
});
export type GrainLibraryResult = z.infer<typeof grainLibraryJob.result>;
