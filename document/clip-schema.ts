// Clips in the document: which part of a stem plays when, one register per clip.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { defineRegisterMap, parseRegisterKey } from './registers';

/** Written by collaborators: `<stemId>/<clipId>`, and `<stemId>/cut`. */
export const CLIPS_MAP = 'clips';

/** The register that says whether the clips of a stem count; without it the whole stem sounds. */
export const CUT = 'cut';
export const cutSchema = z.boolean();

/** The clip of a stem that was never cut; the first cut of everybody begins with it. */
export const WHOLE_CLIP_ID = 'whole';

/** Four hours at 44.1 kHz: twice the longest song that the studio takes. */
export const LAST_POSITION = 4 * 3600 * 44_100;

/** As many as can be told apart and played; clips beyond that, which a merge can add, are not audible. */
export const MAX_CLIPS_PER_STEM = 256;

export const clipIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,48}$/)
  .refine((id) => id !== CUT);

const position = z.number().int().min(0).max(LAST_POSITION);

/** A part of a source on the timeline, all in samples; the fades lie inside it. */
export const clipSchema = z.strictObject({
  /** Where it begins on the timeline. */
  start: position,
  /** Where it begins in the source. */
  sourceStart: position,
  length: position.min(1),
  fadeIn: position,
  fadeOut: position,
  /** The id of what it plays; left out for what its track plays. */
  source: stemIdSchema.optional(),
});
export type Clip = Readonly<z.infer<typeof clipSchema>>;

/** A clip and the name it has among those of its stem. */
export interface PlacedClip extends Clip {
  readonly id: string;
}

/** The position just after a clip. */
export const endOf = ({ start, length }: Clip): number => start + length;

function clipRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !stemIdSchema.safeParse(name.entity).success) return null;
  if (name.field === CUT) return cutSchema;
  return clipIdSchema.safeParse(name.field).success ? clipSchema : null;
}

export const CLIP_REGISTERS = defineRegisterMap({
  name: CLIPS_MAP,
  writer: 'people',
  maxRegisters: 16_384,
  isUndoable: true,
  isMix: true,
  schemaFor: clipRegisterSchema,
});
