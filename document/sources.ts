// The sources of a project: immutable audio that workers delivered, which tracks and clips play.
import type * as Y from 'yjs';
import { parseOnce } from './parse-once';
import { sourceKey, stemResultKey } from './results-schema';
import { RESULTS_MAP, type StemResult, stemResultSchema } from './schema';

/** The order a mixer shows the stems in; others follow by id. */
const STEM_ORDER = ['vocals', 'drums', 'bass', 'other', 'guitar', 'piano'];

const stemIn = parseOnce(stemResultSchema);

/** What is stored under the keys that `keyOf` makes of the ids, as far as it is valid. */
function readResults(doc: Y.Doc, keysOf: readonly ((id: string) => string)[]): StemResult[] {
  const found: StemResult[] = [];
  for (const [key, value] of doc.getMap<unknown>(RESULTS_MAP)) {
    const result = stemIn(value);
    if (result && keysOf.some((keyOf) => keyOf(result.id) === key)) found.push(result);
  }
  return found;
}

/** The separated stems that workers delivered: vocals, drums, bass, other, guitar, piano, then the rest by id. */
export const readStems = (doc: Y.Doc): StemResult[] => readResults(doc, [stemResultKey]).sort(compareStems);

/** Everything that a clip can play, as it was delivered: stems and imported files, in the order of their ids. */
export const readDeliveredSources = (doc: Y.Doc): StemResult[] =>
  readResults(doc, [stemResultKey, sourceKey]).sort((a, b) => (a.id < b.id ? -1 : 1));

/** Mixer order of two stems. */
export function compareStems(a: { readonly id: string }, b: { readonly id: string }): number {
  return stemRank(a.id) - stemRank(b.id) || (a.id < b.id ? -1 : 1);
}

/** The first position behind all stems that separations may still deliver. */
export const FIRST_MADE_POSITION = STEM_ORDER.length + 1;

/** Where a stem stands among the tracks until somebody moves it. */
export function stemRank(id: string): number {
  const index = STEM_ORDER.indexOf(id);
  return index < 0 ? STEM_ORDER.length : index;
}
