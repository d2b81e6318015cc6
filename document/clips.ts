// Reads the audible clips of a stem from whatever its registers contain.
import type * as Y from 'yjs';
import { layOut } from './clip-layout';
import { CLIPS_MAP, type Clip, CUT, clipIdSchema, clipSchema, endOf, type PlacedClip } from './clip-schema';
import { parseOnce } from './parse-once';
import { registerKey } from './registers';
import type { StemResult } from './schema';

export const cutKey = (stemId: string): string => registerKey(stemId, CUT);
export const clipKey = (stemId: string, clipId: string): string => registerKey(stemId, clipId);

const clipIn = parseOnce(clipSchema);

/** The clips that the registers of a stem contain, each on its own. */
export function storedClips(doc: Y.Doc, stemId: string): Map<string, Clip> {
  const stored = new Map<string, Clip>();
  const prefix = clipKey(stemId, '');
  for (const [key, value] of doc.getMap<unknown>(CLIPS_MAP)) {
    if (!key.startsWith(prefix)) continue;
    const id = key.slice(prefix.length);
    const clip = clipIn(value);
    if (clip && clipIdSchema.safeParse(id).success) stored.set(id, clip);
  }
  return stored;
}

/** Whether only the clips of a stem sound. */
export const isCut = (doc: Y.Doc, stemId: string): boolean =>
  doc.getMap<unknown>(CLIPS_MAP).get(cutKey(stemId)) === true;

/** The audible clips by id, in the order in which they begin. */
export const placed = (clips: ReadonlyMap<string, Clip>): PlacedClip[] =>
  layOut([...clips].map(([id, clip]) => ({ ...clip, id })));

/** The audible clips of a stem in the order in which they begin; null while the whole stem plays. */
export const readClips = (doc: Y.Doc, stemId: string): PlacedClip[] | null =>
  isCut(doc, stemId) ? placed(storedClips(doc, stemId)) : null;

/** The length of a mix in samples: to the end of its last clip or unedited stem. */
export function mixLength(
  stems: readonly Pick<StemResult, 'id' | 'lengthSamples'>[],
  strips: Readonly<Record<string, { readonly clips?: readonly Clip[] | null | undefined }>>,
): number {
  const ends = stems.map(({ id, lengthSamples }) => {
    const clips = strips[id]?.clips;
    return clips ? Math.max(0, ...clips.map(endOf)) : lengthSamples;
  });
  return Math.max(0, ...ends);
}
