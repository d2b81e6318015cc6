// The shared tracklist of an open project, and the actions of this user on it.
'use client';
import { useEffect, useMemo, useState } from 'react';
import type * as Y from 'yjs';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { readTracklist } from '@/document/tracklist';
import { addTrack, keepTogether, moveTrack, removeTrack, setOption } from '@/document/tracklist-edits';
import {
  DEFAULT_SET_OPTIONS,
  type ListedTrack,
  type SetField,
  type SetOptions,
  TRACKLIST_MAP,
  type TracklistState,
} from '@/document/tracklist-schema';

export interface TracklistActions {
  add(track: ListedTrack): void;
  /** @param index where it stands afterwards, from 0 */
  move(id: string, index: number): void;
  remove(id: string): void;
  /** With null, anything may follow `before`. */
  keepTogether(before: string, after: string | null): void;
  setOption<Field extends SetField>(field: Field, value: SetOptions[Field]): void;
}

const EMPTY: TracklistState = { tracks: [], options: DEFAULT_SET_OPTIONS };

/** Follows the tracklist of a document. */
export function useTracklist(connection: ProjectConnection | null): TracklistState {
  const [state, setState] = useState(EMPTY);
  useEffect(() => {
    if (!connection) return;
    const { doc } = connection;
    const map = doc.getMap(TRACKLIST_MAP);
    const read = () => setState(readTracklist(doc));
    read();
    map.observe(read);
    return () => map.unobserve(read);
  }, [connection]);
  return state;
}

function actionsOn(doc: Y.Doc, origin: unknown): TracklistActions {
  return {
    add: (track) => addTrack(doc, track, origin),
    move(id, index) {
      // Somebody may have removed it while it was being dragged.
      if (readTracklist(doc).tracks.some((track) => track.id === id)) moveTrack(doc, id, index, origin);
    },
    remove: (id) => removeTrack(doc, id, origin),
    keepTogether: (before, after) => keepTogether(doc, before, after, origin),
    setOption: (field, value) => setOption(doc, field, value, origin),
  };
}

/** The edits of this tab; its undo takes them back. */
export function useTracklistActions(connection: ProjectConnection): TracklistActions {
  return useMemo(() => actionsOn(connection.doc, connection.origin), [connection]);
}
