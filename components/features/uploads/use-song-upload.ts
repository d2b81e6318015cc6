// The uploads of songs: into one project, or each into a new one.
'use client';
import { useCallback } from 'react';
import { type FileUpload, sendSong } from '@/components/api/upload';
import { songUploads } from './queues';
import type { Accepted } from './upload-queue';
import { type UploadsState, useUploads } from './use-uploads';

/**
 * @param projectId where songs go; undefined makes a new project of each, named after the file
 * @param model what separates them; undefined leaves the choice to the studio
 * @param onAccepted called with the id of the project once the server has the song
 */
export function useSongUpload(
  projectId: string | undefined,
  model: string | undefined,
  onAccepted: (accepted: Accepted<string>) => void,
): UploadsState {
  const send = useCallback(
    (upload: FileUpload) => sendSong({ ...upload, projectId, model }),
    [projectId, model],
  );
  return useUploads(songUploads, projectId ?? 'projects', send, onAccepted);
}
