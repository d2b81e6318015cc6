// Reads the takes of a project, in the order in which they were recorded.
import type * as Y from 'yjs';
import { clipIdSchema } from './clip-schema';
import { parseOnce } from './parse-once';
import { parseRegisterKey, registerKey } from './registers';
import { TAKES_MAP, type TakeAudio, takeFields } from './take-schema';

export interface Take extends TakeAudio {
  readonly id: string;
  readonly name: string;
}

const audioIn = parseOnce(takeFields.audio);

/** What a take is called that has lost its name to a merge. */
const UNNAMED = 'Take';

/** What a take is called, removed or not; null where there is none of this id. */
export function takeName(doc: Y.Doc, id: string): string | null {
  const map = doc.getMap<unknown>(TAKES_MAP);
  if (!map.has(registerKey(id, 'audio'))) return null;
  const name = takeFields.name.safeParse(map.get(registerKey(id, 'name')));
  return name.success ? name.data : UNNAMED;
}

/** The takes that are not removed. A pure function of the converged state. */
export function readTakes(doc: Y.Doc): Take[] {
  const map = doc.getMap<unknown>(TAKES_MAP);
  const takes: Take[] = [];
  for (const [key, value] of map) {
    const name = parseRegisterKey(key);
    if (name?.field !== 'audio' || !clipIdSchema.safeParse(name.entity).success) continue;
    const audio = audioIn(value);
    if (!audio || map.get(registerKey(name.entity, 'removed')) === true) continue;
    takes.push({ ...audio, id: name.entity, name: takeName(doc, name.entity) ?? UNNAMED });
  }
  return takes.sort((a, b) => a.at - b.at || a.sourceStart - b.sourceStart || (a.id < b.id ? -1 : 1));
}
