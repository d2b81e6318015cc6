// The sounds that stems are played with, in the document: a sound, an amount and its settings per stem.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { defineRegisterMap, parseRegisterKey } from './registers';
import { stemResultSchema } from './schema';

/** Written by collaborators: `<stemId>/<field>`. */
export const STYLES_MAP = 'styles';

const styleIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** The lowest and highest value of each number. */
export const STYLE_LIMITS = {
  amount: { min: 0, max: 1, whole: false },
  grainDurationMs: { min: 20, max: 1000, whole: false },
  transposeSemitones: { min: -24, max: 24, whole: false },
  voices: { min: 1, max: 4, whole: true },
  formantKeep: { min: 0, max: 1, whole: false },
  density: { min: 1, max: 8, whole: false },
  positionSprayMs: { min: 0, max: 500, whole: false },
  continuity: { min: 0, max: 1, whole: false },
  repetitionLimit: { min: 1, max: 64, whole: true },
  stereoSpread: { min: 0, max: 1, whole: false },
  attackPreservation: { min: 0, max: 1, whole: false },
  seed: { min: 0, max: 0xffff_ffff, whole: true },
} as const;
export type StyleNumber = keyof typeof STYLE_LIMITS;

function numberField(name: StyleNumber): z.ZodNumber {
  const { min, max, whole } = STYLE_LIMITS[name];
  const field = z.number().min(min).max(max);
  return whole ? field.int() : field;
}

/** Everything that the result depends on beside the stem and the sound. */
const styleSettingFields = {
  mode: z.enum(['mosaic', 'classic']),
  usePitchMapping: z.boolean(),
  useEnvelope: z.boolean(),
  transposeToTarget: z.boolean(),
  amount: numberField('amount'),
  grainDurationMs: numberField('grainDurationMs'),
  transposeSemitones: numberField('transposeSemitones'),
  voices: numberField('voices'),
  formantKeep: numberField('formantKeep'),
  density: numberField('density'),
  positionSprayMs: numberField('positionSprayMs'),
  continuity: numberField('continuity'),
  repetitionLimit: numberField('repetitionLimit'),
  stereoSpread: numberField('stereoSpread'),
  attackPreservation: numberField('attackPreservation'),
  seed: numberField('seed'),
} as const;
export const styleSettingsSchema = z.object(styleSettingFields);
export type StyleSettings = z.infer<typeof styleSettingsSchema>;
export type StyleSetting = keyof StyleSettings;

/** Values a collaborator may write; a sound of null plays the stem as it is. */
export const styleFields = { sound: styleIdSchema.nullable(), ...styleSettingFields } as const;

export interface StyleState extends StyleSettings {
  readonly sound: string | null;
}

export const DEFAULT_STYLE: StyleState = {
  sound: null,
  mode: 'mosaic',
  amount: 1,
  grainDurationMs: 120,
  usePitchMapping: true,
  useEnvelope: true,
  transposeToTarget: true,
  transposeSemitones: 0,
  voices: 3,
  formantKeep: 0.5,
  density: 2,
  positionSprayMs: 0,
  continuity: 0.5,
  repetitionLimit: 4,
  stereoSpread: 0.2,
  attackPreservation: 1,
  seed: 1,
};

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
