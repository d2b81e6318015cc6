// Tracks that the studio has stored for a project and that its tracklist has never named come into the list.
'use client';
import { useEffect, useMemo } from 'react';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { useSelected } from '@/components/ui/store';
import type { Track } from '@/contract/http/tracks';
import { neverListed } from '@/document/tracklist';
import { addTrack } from '@/document/tracklist-edits';
import type { ListedTrack, TracklistState } from '@/document/tracklist-schema';

/** The page that uploads a track lists it itself, so that its undo can take it back; the answer takes this long at most. */
const GRACE_MS = 2000;

/** Names of edits that no undo takes back. */
const ADOPTION = Symbol('adoption');

interface Adoption {
  readonly connection: ProjectConnection;
  readonly state: TracklistState;
  /** null until they have been read */
  readonly tracks: ReadonlyMap<string, Track> | null;
  readonly canEdit: boolean;
}

/**
 * Lists stored tracks whose upload outlived its page, or that came by the API. An editor's page writes them into the
 * document; that of a viewer shows them at the end of the list.
 * @returns the tracklist to show
 */
export function useAdoption({ connection, state, tracks, canEdit }: Adoption): TracklistState {
  const { doc } = connection;
  const isSynced = useSelected(connection.state, ({ synced }) => synced);
  const missing = useMemo((): readonly ListedTrack[] => {
    // Without the server's document, every track would seem to be missing.
    if (!isSynced || !tracks) return [];
    const listed = new Set(state.tracks.map(({ id }) => id));
    return neverListed(doc, [...tracks.values()]).filter(({ id }) => !listed.has(id));
  }, [doc, isSynced, tracks, state]);
  useEffect(() => {
    if (!canEdit || missing.length === 0) return;
    const timer = setTimeout(() => {
      doc.transact(() => {
        for (const { id, name } of neverListed(doc, missing)) addTrack(doc, { id, name }, ADOPTION);
      }, ADOPTION);
    }, GRACE_MS);
    return () => clearTimeout(timer);
  }, [doc, canEdit, missing]);
  return useMemo(
    () => (canEdit || missing.length === 0 ? state : { ...state, tracks: [...state.tracks, ...missing] }),
    [canEdit, missing, state],
  );
}
