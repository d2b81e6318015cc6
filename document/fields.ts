// The registers of the mix: which fields an entity has, where they lie in its state and which values they take.

import { z } from 'zod';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID, stemIdSchema } from '@/contract/stems';
import { delaySchema, reverbSchema } from './processors';
import { defineRegisterMap, parseRegisterKey } from './registers';
import { MIX_MAP, masterStateSchema, songStateSchema, stripControlsSchema } from './schema';

/*
 * A register is a leaf of its entity's state, named by the path to it in camel case: `eq.lowPeak.hz` of the
 * drums is the register `drums/eqLowPeakHz`. So the document can store everything that a state can express.
 */

type Named<Prefix extends string, Key extends string> = Prefix extends ''
  ? Key
  : `${Prefix}${Capitalize<Key>}`;
type Leaves<State, Leaf, Prefix extends string = ''> = {
  [Key in keyof State & string]: State[Key] extends Leaf
    ? Named<Prefix, Key>
    : State[Key] extends object
      ? Leaves<State[Key], Leaf, Named<Prefix, Key>>
      : never;
}[keyof State & string];

export type FieldValue = number | boolean;
/** The names of the fields of a state, those with a value of a kind alone if so wished. */
export type FieldOf<State, Value extends FieldValue = FieldValue> = Leaves<State, Value>;
/** The value of a field of a state. */
export type ValueOf<State, Name> = Name extends FieldOf<State, number> ? number : boolean;

export type StripControls = z.infer<typeof stripControlsSchema>;

export interface Field {
  readonly path: readonly string[];
  readonly schema: z.ZodNumber | z.ZodBoolean;
}

const fieldName = ([first = '', ...rest]: readonly string[]): string =>
  first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');

function leavesOf(schema: z.ZodType, path: readonly string[]): Field[] {
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean) return [{ path, schema }];
  if (!(schema instanceof z.ZodObject)) throw new TypeError(`${path.join('.')} cannot be a register.`);
  return Object.entries(schema.shape).flatMap(([key, part]) => leavesOf(part as z.ZodType, [...path, key]));
}

type Fields = ReadonlyMap<string, Field>;
const fieldsOf = (schema: z.ZodObject): Fields =>
  new Map(leavesOf(schema, []).map((field) => [fieldName(field.path), field]));

const STRIP_FIELDS = fieldsOf(stripControlsSchema);
const OTHER_FIELDS: Readonly<Record<string, Fields>> = {
  [MASTER_ID]: fieldsOf(masterStateSchema),
  [REVERB_ID]: fieldsOf(reverbSchema),
  [DELAY_ID]: fieldsOf(delaySchema),
  [SONG_ID]: fieldsOf(songStateSchema),
};

/** The fields of an entity of the mix by their names, or null when nothing can be called so. */
export function fieldsOfEntity(entity: string): Fields | null {
  if (Object.hasOwn(OTHER_FIELDS, entity)) return OTHER_FIELDS[entity] ?? null;
  return stemIdSchema.safeParse(entity).success ? STRIP_FIELDS : null;
}

/** A number pulled into the range of its field, a switch as it is; null for what does not fit the field at all. */
export function fitted({ schema }: Field, value: unknown): FieldValue | null {
  if (schema instanceof z.ZodBoolean) return typeof value === 'boolean' ? value : null;
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  const within = Math.min(rangeOf(schema).max, Math.max(rangeOf(schema).min, value));
  return schema.isInt ? Math.round(within) : within;
}

/** The lowest and the highest number. */
export const rangeOf = (schema: z.ZodNumber): { readonly min: number; readonly max: number } => ({
  min: schema.minValue ?? Number.NEGATIVE_INFINITY,
  max: schema.maxValue ?? Number.POSITIVE_INFINITY,
});

/** The value at a path of a state. */
export function valueAt(state: object, path: readonly string[]): FieldValue {
  const stored = path.reduce<unknown>((part, key) => (part as Readonly<Record<string, unknown>>)[key], state);
  if (typeof stored !== 'number' && typeof stored !== 'boolean')
    throw new TypeError(`${path.join('.')} is no field.`);
  return stored;
}

/** The state with another value at a path of its own; what does not lie on the path is shared. */
export function withValueAt<State extends object>(
  state: State,
  path: readonly string[],
  value: FieldValue,
): State {
  const [key, ...rest] = path;
  if (key === undefined) throw new TypeError('A path has at least one step.');
  const stored = (state as Readonly<Record<string, unknown>>)[key];
  return { ...state, [key]: rest.length === 0 ? value : withValueAt(stored as object, rest, value) };
}

/** The values a register of the mix takes, or null when there is no register of this name. */
function mixRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name) return null;
  return fieldsOfEntity(name.entity)?.get(name.field)?.schema ?? null;
}

export const MIX_REGISTERS = defineRegisterMap({
  name: MIX_MAP,
  writer: 'people',
  maxRegisters: 4_096,
  isUndoable: true,
  isMix: true,
  schemaFor: mixRegisterSchema,
});
