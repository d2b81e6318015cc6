// Every register that the document knows: its map, who may write it and which values it accepts.

import type * as Y from 'yjs';
import type { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { AUTOMATION_MAP, parseLaneEntity, pointIdSchema, pointSchemas } from './automation-schema';
import { CLIPS_MAP, CUT, clipIdSchema, clipSchema, cutSchema } from './clip-schema';
import { COMMENTS_MAP, commentRegisterSchema, validateComment } from './comment-schema';
import { fieldsOfEntity } from './fields';
import {
  HISTORY_MAP,
  MIX_MAP,
  RESTORED,
  RESULTS_MAP,
  type StemResult,
  stemResultSchema,
  versionIdSchema,
} from './schema';
import { STYLES_MAP, styledStemSchema, styleFields } from './style-schema';
import { SET_ID, setFields, TRACKLIST_MAP, trackFields, trackIdSchema } from './tracklist-schema';

/** `people` edit their own registers; what workers deliver is written by the server alone. */
export type Writer = 'people' | 'server';

/** A person as the session says, and the time on the server's clock (milliseconds since 1970). */
export interface EditingPerson {
  readonly userId: string;
  readonly nowMs: number;
}
/** Who made an edit. */
export type Author = EditingPerson | 'server';

export interface RegisterMap {
  readonly name: string;
  readonly writer: Writer;
  /** How many different keys the map may ever have contained, so that no one fills the memory of everyone. */
  readonly maxRegisters: number;
  /** The values a register takes, or null when there is no register of this name. */
  schemaFor(key: string): z.ZodType | null;
  /** Whether a person's undo takes back what they did here. */
  readonly isUndoable: boolean;
  /**
   * Whether it affects the sound of the mix: a named version stores it, and restoring the version writes it.
   */
  readonly isMix: boolean;
  /** What speaks against a person leaving this valid value in a register; undefined is a removal. */
  readonly validatePerson?: (key: string, value: unknown, person: EditingPerson) => string | null;
}

export interface RegisterName {
  readonly entity: string;
  readonly field: string;
}

/** The key of a register in its map. */
export const registerKey = (entity: string, field: string): string => `${entity}/${field}`;

/** Takes a key apart; null when it is not `<entity>/<field>`. */
export function parseRegisterKey(key: string): RegisterName | null {
  const slash = key.lastIndexOf('/');
  return slash < 1 ? null : { entity: key.slice(0, slash), field: key.slice(slash + 1) };
}

/** The values a register of the mix takes, or null when there is no register of this name. */
function mixRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name) return null;
  return fieldsOfEntity(name.entity)?.get(name.field)?.schema ?? null;
}

function styleRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !stemIdSchema.safeParse(name.entity).success) return null;
  return Object.hasOwn(styleFields, name.field) ? styleFields[name.field as keyof typeof styleFields] : null;
}

function clipRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !stemIdSchema.safeParse(name.entity).success) return null;
  if (name.field === CUT) return cutSchema;
  return clipIdSchema.safeParse(name.field).success ? clipSchema : null;
}

function automationRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  const of = name && parseLaneEntity(name.entity);
  if (!of || !stemIdSchema.safeParse(of.stemId).success) return null;
  return pointIdSchema.safeParse(name.field).success ? pointSchemas[of.lane] : null;
}

/** The key of a stem in the results map. */
export const stemResultKey = (stemId: string): string => `stem/${stemId}`;

/** The key of a stem that is played with a style sound in the results map. */
export const styledStemKey = (stemId: string): string => `styled/${stemId}`;

function resultRegisterSchema(key: string): z.ZodType | null {
  const slash = key.indexOf('/');
  const [kind, stemId] = [key.slice(0, slash), key.slice(slash + 1)];
  if (!stemIdSchema.safeParse(stemId).success) return null;
  const schema: z.ZodType<StemResult> | null =
    kind === 'stem' ? stemResultSchema : kind === 'styled' ? styledStemSchema : null;
  return schema?.refine((stem) => stem.id === stemId, 'the id differs from the key') ?? null;
}

function tracklistRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !trackIdSchema.safeParse(name.entity).success) return null;
  const fields: Readonly<Record<string, z.ZodType>> = name.entity === SET_ID ? setFields : trackFields;
  return Object.hasOwn(fields, name.field) ? (fields[name.field] ?? null) : null;
}

const historyRegisterSchema = (key: string): z.ZodType | null => (key === RESTORED ? versionIdSchema : null);

export const REGISTER_MAPS: readonly RegisterMap[] = [
  {
    name: MIX_MAP,
    writer: 'people',
    maxRegisters: 4_096,
    isUndoable: true,
    isMix: true,
    schemaFor: mixRegisterSchema,
  },
  {
    name: CLIPS_MAP,
    writer: 'people',
    maxRegisters: 16_384,
    isUndoable: true,
    isMix: true,
    schemaFor: clipRegisterSchema,
  },
  {
    name: AUTOMATION_MAP,
    writer: 'people',
    maxRegisters: 16_384,
    isUndoable: true,
    isMix: true,
    schemaFor: automationRegisterSchema,
  },
  {
    name: RESULTS_MAP,
    writer: 'server',
    maxRegisters: 1_024,
    isUndoable: false,
    isMix: false,
    schemaFor: resultRegisterSchema,
  },
  {
    name: STYLES_MAP,
    writer: 'people',
    maxRegisters: 4_096,
    isUndoable: true,
    isMix: true,
    schemaFor: styleRegisterSchema,
  },
  {
    name: COMMENTS_MAP,
    writer: 'people',
    maxRegisters: 8_192,
    // Undo belongs to the mix: a key pressed for a fader must not take back what somebody may have answered already.
    isUndoable: false,
    isMix: false,
    schemaFor: commentRegisterSchema,
    validatePerson: (key, value, { userId, nowMs }) => validateComment(key, value, userId, nowMs),
  },
  {
    name: TRACKLIST_MAP,
    writer: 'people',
    maxRegisters: 4_096,
    isUndoable: true,
    isMix: false,
    schemaFor: tracklistRegisterSchema,
  },
  {
    name: HISTORY_MAP,
    writer: 'people',
    maxRegisters: 1,
    isUndoable: true,
    isMix: false,
    schemaFor: historyRegisterSchema,
  },
];

/** The description of a map of the document, or null when the document has no map of this name. */
export const findRegisterMap = (name: string): RegisterMap | null =>
  REGISTER_MAPS.find((map) => map.name === name) ?? null;

/** How many different registers of a map have ever been written, those emptied since included. */
export const registersEverSet = (doc: Y.Doc, name: string): number => doc.getMap(name)._map.size;

/** Whether a register has ever been written, even if it has been emptied since. */
export const wasEverSet = (doc: Y.Doc, name: string, key: string): boolean => doc.getMap(name)._map.has(key);
