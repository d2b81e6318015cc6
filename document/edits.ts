// The edits a person makes to the shared mix: each is one register set to a value inside its range.

import type * as Y from 'yjs';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID, stemIdSchema } from '@/contract/stems';
import {
  type FieldOf,
  type FieldValue,
  fieldsOfEntity,
  fitted,
  type StripControls,
  type ValueOf,
} from './fields';
import type { DelayState, ReverbState } from './processors';
import { registerKey } from './registers';
import { type MasterState, MIX_MAP, type SongState } from './schema';
import { writeAsSubClient } from './sub-clients';

/**
 * Sets one field of an entity of the mix, unless it has the value already: an edit without a change would
 * still send a message to everyone. Numbers are clamped to their range.
 * @param entity a stem id, `master`, `reverb`, `delay` or `song`
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError for NaN, a value of another kind, an unknown field and an impossible entity
 */
export function setField(doc: Y.Doc, entity: string, name: string, value: FieldValue, origin: unknown): void {
  const fields = fieldsOfEntity(entity);
  if (!fields) throw new RangeError(`"${entity}" cannot name a stem.`);
  const field = fields.get(name);
  if (!field) throw new RangeError(`${entity} has no ${name}.`);
  const wanted = fitted(field, value);
  if (wanted === null) throw new RangeError(`${name} cannot be ${value}.`);
  const mix = doc.getMap<unknown>(MIX_MAP);
  const key = registerKey(entity, name);
  if (mix.get(key) === wanted) return;
  writeAsSubClient(doc, MIX_MAP, key, wanted, origin);
}

/** Sets one field of a stem's strip: see `setField`. -Infinity dB becomes FADER_MIN_DB. */
export function setStrip<Name extends FieldOf<StripControls>>(
  doc: Y.Doc,
  stemId: string,
  name: Name,
  value: ValueOf<StripControls, Name>,
  origin: unknown,
): void {
  if (!stemIdSchema.safeParse(stemId).success) throw new RangeError(`"${stemId}" cannot name a stem.`);
  setField(doc, stemId, name, value, origin);
}

type Setter<State> = <Name extends FieldOf<State>>(
  doc: Y.Doc,
  name: Name,
  value: ValueOf<State, Name>,
  origin: unknown,
) => void;

const setterOf =
  <State>(entity: string): Setter<State> =>
  (doc, name, value, origin) =>
    setField(doc, entity, name, value, origin);

/** Sets one field of the master: see `setField`. */
export const setMaster = setterOf<MasterState>(MASTER_ID);
/** Sets one field of the shared reverb: see `setField`. */
export const setReverb = setterOf<ReverbState>(REVERB_ID);
/** Sets one field of the shared delay: see `setField`. */
export const setDelay = setterOf<DelayState>(DELAY_ID);
/** Sets tempo or key of the whole mix: see `setField`. */
export const setSong = setterOf<SongState>(SONG_ID);

/**
 * Puts a processor back to its defaults, in one step of undo.
 * @param part the processor's name in the state of its entity, as `eq`; left out, all of the entity
 */
export function resetProcessor(doc: Y.Doc, entity: string, part: string | null, origin: unknown): void {
  const fields = [...(fieldsOfEntity(entity) ?? [])];
  const ours = fields.filter(([, { path }]) => part === null || path[0] === part);
  const mix = doc.getMap<unknown>(MIX_MAP);
  const stored = ours.map(([name]) => registerKey(entity, name)).filter((key) => mix.has(key));
  if (stored.length === 0) return;
  doc.transact(() => {
    for (const key of stored) mix.delete(key);
  }, origin);
}
