// The edits a person makes to the shared mix: each is one register set to a value inside its range.
import type * as Y from 'yjs';
import { parseRegisterKey, registerKey } from './registers';
import {
  FADER_MAX_DB,
  FADER_MIN_DB,
  MASTER_ID,
  type MasterState,
  MIX_MAP,
  type StripState,
  stemIdSchema,
} from './schema';

const RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  gainDb: [FADER_MIN_DB, FADER_MAX_DB],
  pan: [-1, 1],
};

function inRange<Value>(field: string, value: Value): Value | number {
  const range = RANGES[field];
  if (typeof value !== 'number' || !range) return value;
  if (Number.isNaN(value)) throw new RangeError(`${field} must be a number.`);
  return Math.min(range[1], Math.max(range[0], value));
}

/** Sets a register, unless it holds the value already: an edit that changes nothing costs everybody a message. */
function setRegister(doc: Y.Doc, key: string, value: unknown, origin: unknown): void {
  const mix = doc.getMap<unknown>(MIX_MAP);
  if (mix.get(key) === value) return;
  doc.transact(() => mix.set(key, value), origin);
}

/**
 * Sets one field of a stem's strip. Gain and pan are pulled into their range; -Infinity dB becomes FADER_MIN_DB.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError for NaN or an impossible stem id
 */
export function setStrip<Field extends keyof StripState>(
  doc: Y.Doc,
  stemId: string,
  field: Field,
  value: StripState[Field],
  origin: unknown,
): void {
  if (stemId === MASTER_ID || !stemIdSchema.safeParse(stemId).success) {
    throw new RangeError(`"${stemId}" cannot name a stem.`);
  }
  setRegister(doc, registerKey(stemId, field), inRange(field, value), origin);
}

/**
 * Sets one field of the master strip, pulled into its range.
 * @throws RangeError for NaN
 */
export function setMaster<Field extends keyof MasterState>(
  doc: Y.Doc,
  field: Field,
  value: MasterState[Field],
  origin: unknown,
): void {
  setRegister(doc, registerKey(MASTER_ID, field), inRange(field, value), origin);
}

/** Puts every register of one strip back to its default, in one step of undo. */
export function resetStrip(doc: Y.Doc, stemId: string, origin: unknown): void {
  const mix = doc.getMap<unknown>(MIX_MAP);
  const keys = [...mix.keys()].filter((key) => parseRegisterKey(key)?.entity === stemId);
  if (keys.length === 0) return;
  doc.transact(() => {
    for (const key of keys) mix.delete(key);
  }, origin);
}
