// What the shared project document holds: its registers, their ranges and their defaults.
import { z } from 'zod';

/*
 * The document is a Y.Doc with flat maps of registers, `<entity id>/<field>` -> value, and nothing nested.
 * A nested Y.Map would have to be created by somebody first, and when two people create it at once one of
 * them loses every edit made inside theirs. With flat registers each edit is one last-writer-wins set, any
 * two valid documents merge into a valid document, and a register that a newer version wrote is carried along.
 */

/** Written by collaborators: the mix everybody hears. */
export const MIX_MAP = 'mix';
/** Written by the server alone: the song and the stems that workers produced. */
export const RESULTS_MAP = 'results';
/** Written by collaborators together with what it tells of: which named version of the mix was put back last. */
export const HISTORY_MAP = 'history';
export const RESTORED = 'restored';

/** Faders stop here; -Infinity is stored as the lowest value and read back as silence. */
export const FADER_MIN_DB = -60;
export const FADER_MAX_DB = 12;

export const stemIdSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

/** The id of a named version of the mix. */
export const versionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Values a collaborator may write, by field. `pan` runs from -1 (left) to 1 (right). */
export const stripFields = {
  gainDb: z.number().min(FADER_MIN_DB).max(FADER_MAX_DB),
  pan: z.number().min(-1).max(1),
  mute: z.boolean(),
} as const;

export const masterFields = {
  gainDb: z.number().min(FADER_MIN_DB).max(FADER_MAX_DB),
} as const;

/** The entity id of the master strip; no stem may be called so. */
export const MASTER_ID = 'master';

export interface StripState {
  readonly gainDb: number;
  readonly pan: number;
  readonly mute: boolean;
}

export interface MasterState {
  readonly gainDb: number;
}

export const DEFAULT_STRIP: StripState = { gainDb: 0, pan: 0, mute: false };
export const DEFAULT_MASTER: MasterState = { gainDb: 0 };

/** One stem as a worker delivered it. Lengths are in samples at `sampleRate`. */
export const stemResultSchema = z.object({
  id: stemIdSchema,
  name: z.string().min(1).max(80),
  /** Which finished job holds the audio; the media routes resolve it. */
  sourceId: z.string().min(1).max(160),
  lengthSamples: z.number().int().nonnegative(),
  sampleRate: z.number().int().positive(),
  segmentSamples: z.number().int().positive(),
  /** Stored samples are the stem x 2^-headroomBits, so that peaks above full scale survive integer storage. */
  headroomBits: z.number().int().min(0).max(8),
});
export type StemResult = z.infer<typeof stemResultSchema>;

/** The whole mix as plain data: what the engine plays and the render job renders. */
export interface MixState {
  readonly strips: Readonly<Record<string, StripState>>;
  readonly master: MasterState;
}
