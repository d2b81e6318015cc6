// The grain library job: a style recording in, its grains cut and described in storage out.
import { z } from 'zod';
import { placesSchema } from '../media/stored-damage';
import { starterSoundSchema } from '../starter-sounds';
import { defineJob } from './define-job';
import { sha256Schema } from './separation';

/** Part of the job's id: raised when grains are cut or described in another way, so that sounds are read anew. */
const LIBRARY_VERSION = 2;

/** One library per content, whoever brings it. */
export const grainLibraryId = (sha256: string): string => `grains-${LIBRARY_VERSION}-${sha256}`;

export const grainLibraryJob = defineJob({
  name: 'grain-library',
  queue: 'cpu',
  input: z.object({
    sha256: sha256Schema,
    /** The starter sound to make; null for a recording that was uploaded */
    starter: starterSoundSchema.nullable(),
  }),
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
});
export type GrainLibraryInput = z.infer<typeof grainLibraryJob.input>;
export type GrainLibraryResult = z.infer<typeof grainLibraryJob.result>;
