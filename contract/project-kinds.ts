// The kinds of projects.
import { z } from 'zod';

/** A session opens at the mixer, a set at its tracklist. */
export const projectKindSchema = z.enum(['session', 'set']);
export type ProjectKind = z.infer<typeof projectKindSchema>;
