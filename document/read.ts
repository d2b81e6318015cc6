// Reads the shared document as plain data; what is missing is a default, what is broken is passed over.

import type * as Y from 'yjs';
import { DEFAULT_DELAY, DEFAULT_REVERB } from '@/contract/processors/sends';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID, stemIdSchema } from '@/contract/stems';
import { readAutomation } from './automation';
import { readClips } from './clips';
import { fieldsOfEntity, fitted, valueAt, withValueAt } from './fields';
import { parseRegisterKey, registerKey } from './registers';
import {
  DEFAULT_MASTER,
  DEFAULT_SONG,
  DEFAULT_STRIP,
  type MasterState,
  MIX_MAP,
  type MixState,
  type StripState,
} from './schema';
import { isGroup, readGroupOf, readTrackIds } from './tracks';

/** An entity of the mix: what its registers say, and its defaults where they say nothing sensible. */
function readEntity<State extends object>(doc: Y.Doc, entity: string, defaults: State): State {
  const mix = doc.getMap<unknown>(MIX_MAP);
  let state = defaults;
  for (const [name, field] of fieldsOfEntity(entity) ?? []) {
    const value = fitted(field, mix.get(registerKey(entity, name)));
    if (value !== null && value !== valueAt(state, field.path)) state = withValueAt(state, field.path, value);
  }
  return state;
}

/** The strip of one stem; FADER_MIN_DB is silence. Clips, lanes and a group are there once somebody made some. */
export function readStrip(doc: Y.Doc, stemId: string): StripState {
  const controls = readEntity(doc, stemId, DEFAULT_STRIP);
  // What lies on a group by mistake is not played.
  const clips = isGroup(doc, stemId) ? [] : readClips(doc, stemId);
  const automation = readAutomation(doc, stemId);
  const hasLanes = Object.keys(automation).length > 0;
  const group = readGroupOf(doc, stemId);
  if (!clips && !hasLanes && group === null) return controls;
  return {
    ...controls,
    ...(clips && { clips }),
    ...(hasLanes && { automation }),
    ...(group !== null && { group }),
  };
}

/** The master strip; FADER_MIN_DB is silence. */
export const readMaster = (doc: Y.Doc): MasterState => readEntity(doc, MASTER_ID, DEFAULT_MASTER);

/** Every track, and every entity that somebody already set a register of. */
function stripIds(doc: Y.Doc): Set<string> {
  const ids = new Set(readTrackIds(doc));
  for (const key of doc.getMap(MIX_MAP).keys()) {
    const entity = parseRegisterKey(key)?.entity;
    if (entity && stemIdSchema.safeParse(entity).success) ids.add(entity);
  }
  return ids;
}

/** What is no strip. */
const readShared = (doc: Y.Doc): Omit<MixState, 'strips'> => ({
  master: readMaster(doc),
  reverb: readEntity(doc, REVERB_ID, DEFAULT_REVERB),
  delay: readEntity(doc, DELAY_ID, DEFAULT_DELAY),
  ...readEntity(doc, SONG_ID, DEFAULT_SONG),
});

/** The whole mix: a strip for every track, the master, what all share. A pure function of the converged state. */
export function readMix(doc: Y.Doc): MixState {
  const strips = [...stripIds(doc)].sort().map((id) => [id, readStrip(doc, id)] as const);
  return { strips: Object.fromEntries(strips), ...readShared(doc) };
}

/**
 * The mix after an edit of one entity's controls: clips and lanes, which are many, are taken from the mix before.
 * @param before the mix as it was, with a strip for the entity if that is a stem
 */
export function rereadControls(doc: Y.Doc, before: MixState, entity: string): MixState {
  if (!stemIdSchema.safeParse(entity).success) return { ...before, ...readShared(doc) };
  const strip = { ...before.strips[entity], ...readEntity(doc, entity, DEFAULT_STRIP) };
  return { ...before, strips: { ...before.strips, [entity]: strip } };
}
