// The sounds that stems are played with, in the document: a sound, an amount and its settings per stem.
import { z } from 'zod';
import { defaultsOf } from '@/contract/settings';
import { numberShape } from '@/contract/settings-schema';
import { stemIdSchema } from '@/contract/stems';
import { STYLE_NUMBERS, STYLE_SETTINGS, type StyleSettings } from '@/contract/style-settings';
import { defineRegisterMap, parseRegisterKey } from './registers';
import { stemResultSchema } from './schema';

/** Written by collaborators: `<stemId>/<field>`. */
export const STYLES_MAP = 'styles';

const styleIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const numbers = numberShape(STYLE_NUMBERS);

/** Everything that the result depends on beside the stem and the sound. */
const styleSettingFields = {
  mode: z.enum(STYLE_SETTINGS.mode.choices),
  usePitchMapping: z.boolean(),
  useEnvelope: z.boolean(),
  transposeToTarget: z.boolean(),
  ...numbers,
} as const;
export const styleSettingsSchema = z.object(styleSettingFields);
export type StyleSetting = keyof StyleSettings;

/** Values a collaborator may write; a sound of null plays the stem as it is. */
export const styleFields = { sound: styleIdSchema.nullable(), ...styleSettingFields } as const;

export interface StyleState extends StyleSettings {
  readonly sound: string | null;
}

export const DEFAULT_STYLE: StyleState = { sound: null, ...defaultsOf(STYLE_SETTINGS) };

/**
 * A stem played with a sound, as a worker delivered it. It is used while the stem requests that same sound.
 */
export const styledStemSchema = stemResultSchema.extend({ styleId: styleIdSchema });
export type StyledStem = z.infer<typeof styledStemSchema>;

function styleRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !stemIdSchema.safeParse(name.entity).success) return null;
  return Object.hasOwn(styleFields, name.field) ? styleFields[name.field as keyof typeof styleFields] : null;
}

export const STYLE_REGISTERS = defineRegisterMap({
  name: STYLES_MAP,
  writer: 'people',
  maxRegisters: 4_096,
  isUndoable: true,
  isMix: true,
  schemaFor: styleRegisterSchema,
});
