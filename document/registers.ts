// What a map of registers of the document is: who may write it, which values it accepts, and what its keys mean.

import type * as Y from 'yjs';
import type { z } from 'zod';

/** `people` edit their own registers; what workers deliver is written by the server alone. */
export type Writer = 'people' | 'server';

/** A person as the session says, and the time on the server's clock (milliseconds since 1970). */
export interface EditingPerson {
  readonly userId: string;
  readonly nowMs: number;
}
/** Who made an edit. */
export type Author = EditingPerson | 'server';

export interface RegisterMap<Name extends string = string> {
  readonly name: Name;
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

/** Describes a map, under its own name: `register-maps.ts` lists all of them, and what there is to say of each follows. */
export const defineRegisterMap = <Name extends string>(map: RegisterMap<Name>): RegisterMap<Name> => map;

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

/** The entity that a key names; null when it names none. */
export const entityOf = (key: string): string | null => parseRegisterKey(key)?.entity ?? null;

/** How many different registers of a map have ever been written, those emptied since included. */
export const registersEverSet = (doc: Y.Doc, name: string): number => doc.getMap(name)._map.size;

/** Whether a register has ever been written, even if it has been emptied since. */
export const wasEverSet = (doc: Y.Doc, name: string, key: string): boolean => doc.getMap(name)._map.has(key);
