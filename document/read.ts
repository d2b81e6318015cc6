// Reads the shared document as plain data; what is missing is a default, what is broken is passed over.
import type * as Y from 'yjs';
import type { z } from 'zod';
import { parseRegisterKey, registerKey, stemResultKey } from './registers';
import {
  DEFAULT_MASTER,
  DEFAULT_STRIP,
  FADER_MAX_DB,
  FADER_MIN_DB,
  MASTER_ID,
  type MasterState,
  MIX_MAP,
  type MixState,
  RESULTS_MAP,
  type StemResult,
  type StripState,
  stemIdSchema,
  stemResultSchema,
} from './schema';

/** The order a mixer shows the stems in; others follow by id. */
const STEM_ORDER = ['vocals', 'drums', 'bass', 'other', 'guitar', 'piano'];

/** A number pulled into its range; anything else, NaN too, becomes the default. */
function readNumber(value: unknown, min: number, max: number, absent: number): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return absent;
  return Math.min(max, Math.max(min, value));
}

const readGainDb = (value: unknown, absent: number): number =>
  readNumber(value, FADER_MIN_DB, FADER_MAX_DB, absent);

/** The strip of one stem; FADER_MIN_DB is silence. */
export function readStrip(doc: Y.Doc, stemId: string): StripState {
  const mix = doc.getMap<unknown>(MIX_MAP);
  const mute = mix.get(registerKey(stemId, 'mute'));
  return {
    gainDb: readGainDb(mix.get(registerKey(stemId, 'gainDb')), DEFAULT_STRIP.gainDb),
    pan: readNumber(mix.get(registerKey(stemId, 'pan')), -1, 1, DEFAULT_STRIP.pan),
    mute: typeof mute === 'boolean' ? mute : DEFAULT_STRIP.mute,
  };
}

/** The master strip; FADER_MIN_DB is silence. */
export function readMaster(doc: Y.Doc): MasterState {
  const gainDb = doc.getMap<unknown>(MIX_MAP).get(registerKey(MASTER_ID, 'gainDb'));
  return { gainDb: readGainDb(gainDb, DEFAULT_MASTER.gainDb) };
}

/** The stems that workers delivered: vocals, drums, bass, other, guitar, piano, then the rest by id. */
export function readStems(doc: Y.Doc): StemResult[] {
  const stems: StemResult[] = [];
  for (const [key, value] of doc.getMap<unknown>(RESULTS_MAP)) {
    const parsed: z.ZodSafeParseResult<StemResult> = stemResultSchema.safeParse(value);
    if (parsed.success && key === stemResultKey(parsed.data.id)) stems.push(parsed.data);
  }
  return stems.sort(compareStems);
}

/** Mixer order of two stems. */
export function compareStems(a: { readonly id: string }, b: { readonly id: string }): number {
  return stemRank(a.id) - stemRank(b.id) || (a.id < b.id ? -1 : 1);
}

function stemRank(id: string): number {
  const index = STEM_ORDER.indexOf(id);
  return index < 0 ? STEM_ORDER.length : index;
}

/** Every stem that has arrived and every stem somebody already set a register of. */
function stripIds(doc: Y.Doc): Set<string> {
  const ids = new Set(readStems(doc).map((stem) => stem.id));
  for (const key of doc.getMap(MIX_MAP).keys()) {
    const entity = parseRegisterKey(key)?.entity;
    if (entity && entity !== MASTER_ID && stemIdSchema.safeParse(entity).success) ids.add(entity);
  }
  return ids;
}

/** The whole mix: a strip for every stem, and the master. A pure function of the converged state. */
export function readMix(doc: Y.Doc): MixState {
  const strips = [...stripIds(doc)].sort().map((id) => [id, readStrip(doc, id)] as const);
  return { strips: Object.fromEntries(strips), master: readMaster(doc) };
}
