// Makes an empty shared document whose maps are in place.
import * as Y from 'yjs';
import { REGISTER_MAPS } from './register-maps';

/** An empty document. Its maps exist from the start, so that what arrives later is never of an undecided kind. */
export function openDocument(): Y.Doc {
  const doc = new Y.Doc();
  for (const map of REGISTER_MAPS) doc.getMap(map.name);
  return doc;
}
