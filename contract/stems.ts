// What stems and the other parts of a mix are called.
import { z } from 'zod';

/** The entity ids that are no stem: no stem may be called so. */
export const MASTER_ID = 'master';
export const REVERB_ID = 'reverb';
export const DELAY_ID = 'delay';
export const SONG_ID = 'song';
const RESERVED_IDS: ReadonlySet<string> = new Set([MASTER_ID, REVERB_ID, DELAY_ID, SONG_ID]);

/** How the ids of imported files begin; the first digits of the content's SHA-256 follow. */
export const IMPORT_PREFIX = 'file-';

export const stemIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .refine((id) => !RESERVED_IDS.has(id), 'is the name of another part of the mix');
