// Takes in the document: what was recorded on which track, and where it lies; clips say which of them sounds when.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { lineSchema } from '@/contract/text';
import { SAMPLE_RATE } from '@/contract/units';
import { clipIdSchema, clipSchema } from './clip-schema';
import { defineRegisterMap, parseRegisterKey } from './registers';

/** Written by collaborators: `<takeId>/<field>`. */
export const TAKES_MAP = 'takes';

export const MAX_TAKE_NAME = 80;

/** The last millisecond of the year 9999: later times cannot be written as ISO 8601. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A stretch of a source on the timeline, in samples. */
const stretchSchema = clipSchema.pick({ start: true, sourceStart: true, length: true });

/** A day: what somebody waits at most for playback to go on. */
const MAX_HELD = 86_400 * SAMPLE_RATE;

export const takeFields = {
  /** Written once, when the take has ended. */
  audio: z.strictObject({
    ...stretchSchema.shape,
    track: stemIdSchema,
    /** How long playback was interrupted before it, in samples; left out for not at all. */
    held: z.number().int().min(-MAX_HELD).max(MAX_HELD).optional(),
    source: stemIdSchema,
    /** When its recording began, in milliseconds since 1970 on the clock of whoever recorded. */
    at: z.number().int().min(0).max(MAX_TIME_MS),
  }),
  name: lineSchema.min(1).max(MAX_TAKE_NAME),
  removed: z.literal(true),
} as const;
export type TakeField = keyof typeof takeFields;
export type TakeAudio = Readonly<z.infer<(typeof takeFields)['audio']>>;

function takeRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !clipIdSchema.safeParse(name.entity).success) return null;
  return Object.hasOwn(takeFields, name.field) ? takeFields[name.field as TakeField] : null;
}

/** No part of a mix: to restore a version takes no recording away. */
export const TAKE_REGISTERS = defineRegisterMap({
  name: TAKES_MAP,
  writer: 'people',
  maxRegisters: 8_192,
  isUndoable: true,
  isMix: false,
  schemaFor: takeRegisterSchema,
});
