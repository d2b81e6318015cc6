// Every register the document knows: which map holds it, who may write it and which values it takes.
import type { z } from 'zod';
import {
  MASTER_ID,
  MIX_MAP,
  masterFields,
  RESULTS_MAP,
  stemIdSchema,
  stemResultSchema,
  stripFields,
} from './schema';

/** `people` edit their own registers; what workers deliver is written by the server alone. */
export type Author = 'people' | 'server';

export interface RegisterMap {
  readonly name: string;
  readonly writer: Author;
  /** How many different keys the map may ever have held, so that nobody fills the memory of everybody. */
  readonly maxRegisters: number;
  /** The values a register takes, or null when there is no register of this name. */
  schemaFor(key: string): z.ZodType | null;
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

function fieldOf(fields: Readonly<Record<string, z.ZodType>>, field: string): z.ZodType | null {
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}

function mixRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name) return null;
  if (name.entity === MASTER_ID) return fieldOf(masterFields, name.field);
  return stemIdSchema.safeParse(name.entity).success ? fieldOf(stripFields, name.field) : null;
}

/** The key under which the results map holds a stem. */
export const stemResultKey = (stemId: string): string => `stem/${stemId}`;

function resultRegisterSchema(key: string): z.ZodType | null {
  const stemId = key.startsWith('stem/') ? key.slice('stem/'.length) : null;
  if (stemId === null || stemId === MASTER_ID || !stemIdSchema.safeParse(stemId).success) return null;
  return stemResultSchema.refine((stem) => stem.id === stemId, 'the id differs from the key');
}

export const REGISTER_MAPS: readonly RegisterMap[] = [
  { name: MIX_MAP, writer: 'people', maxRegisters: 4_096, schemaFor: mixRegisterSchema },
  { name: RESULTS_MAP, writer: 'server', maxRegisters: 1_024, schemaFor: resultRegisterSchema },
];

/** The description of a map of the document, or null when the document has no map of this name. */
export const findRegisterMap = (name: string): RegisterMap | null =>
  REGISTER_MAPS.find((map) => map.name === name) ?? null;
