// One field of a mix, by the names of its register: looked up, and set in a copy.
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import { type Field, type FieldValue, fieldsOfEntity, valueAt, withValueAt } from './fields';
import { DEFAULT_MIX, DEFAULT_STRIP, type MixState } from './schema';

type SharedPart = 'master' | 'reverb' | 'delay';
const SHARED_PARTS: Readonly<Record<string, SharedPart>> = {
  [MASTER_ID]: 'master',
  [REVERB_ID]: 'reverb',
  [DELAY_ID]: 'delay',
};

function fieldNamed(entity: string, name: string): Field {
  const field = fieldsOfEntity(entity)?.get(name);
  if (!field) throw new RangeError(`${entity} has no ${name}.`);
  return field;
}

/** The state of an entity; a stem that the mix does not know is at its defaults. */
function entityOf(mix: MixState, entity: string): object {
  const part = SHARED_PARTS[entity];
  if (part) return mix[part];
  return entity === SONG_ID ? mix : (mix.strips[entity] ?? DEFAULT_STRIP);
}

/**
 * What a field of an entity stands at.
 * @param entity a stem id, `master`, `reverb`, `delay` or `song`
 * @throws RangeError for a field that the entity does not have
 */
export const fieldValue = (mix: MixState, entity: string, name: string): FieldValue =>
  valueAt(entityOf(mix, entity), fieldNamed(entity, name).path);

/** What a field stands at until somebody sets it. @throws RangeError as `fieldValue` */
export const defaultValue = (entity: string, name: string): FieldValue =>
  fieldValue(DEFAULT_MIX, entity, name);

/**
 * The mix with another value in one field; everything else is shared, and a mix without that stem is left as it is.
 * @throws RangeError as `fieldValue`
 */
export function withField(mix: MixState, entity: string, name: string, value: FieldValue): MixState {
  const { path } = fieldNamed(entity, name);
  const part = SHARED_PARTS[entity];
  if (part) return { ...mix, [part]: withValueAt(mix[part], path, value) };
  if (entity === SONG_ID) return withValueAt(mix, path, value);
  const strip = mix.strips[entity];
  return strip ? { ...mix, strips: { ...mix.strips, [entity]: withValueAt(strip, path, value) } } : mix;
}
