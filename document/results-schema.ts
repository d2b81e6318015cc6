// What workers deliver, in the document: the stems of the song, other sources, and stems played with a style sound.
import type { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { defineRegisterMap } from './registers';
import { RESULTS_MAP, type StemResult, stemResultSchema } from './schema';
import { styledStemSchema } from './style-schema';

/** The key of a stem in the results map. */
export const stemResultKey = (stemId: string): string => `stem/${stemId}`;

/** The key of any other source, such as an imported file, in the results map: tracks and clips name it. */
export const sourceKey = (sourceId: string): string => `source/${sourceId}`;

/** The key of a stem that is played with a style sound in the results map. */
export const styledStemKey = (stemId: string): string => `styled/${stemId}`;

function resultRegisterSchema(key: string): z.ZodType | null {
  const slash = key.indexOf('/');
  const [kind, stemId] = [key.slice(0, slash), key.slice(slash + 1)];
  if (!stemIdSchema.safeParse(stemId).success) return null;
  const schema: z.ZodType<StemResult> | null =
    kind === 'stem' || kind === 'source' ? stemResultSchema : kind === 'styled' ? styledStemSchema : null;
  return schema?.refine((stem) => stem.id === stemId, 'the id differs from the key') ?? null;
}

export const RESULT_REGISTERS = defineRegisterMap({
  name: RESULTS_MAP,
  writer: 'server',
  maxRegisters: 1_024,
  isUndoable: false,
  isMix: false,
  schemaFor: resultRegisterSchema,
});
