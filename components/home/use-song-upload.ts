// The upload of songs, one at a time.
'use client';
import { useCallback } from 'react';
import { uploadSong } from '../api/upload';
import { type FileUpload, type FileUploadState, useFileUpload } from '../shell/use-file-upload';

/**
 * @param projectId where songs go; undefined makes a new project of each, named after the file
 * @param model what separates them; undefined leaves the choice to the studio
 * @param onAccepted called with the id of the project once the server has the song
 */
export function useSongUpload(
  projectId: string | undefined,
  model: string | undefined,
  onAccepted: (projectId: string) => void,
): FileUploadState {
  const send = useCallback(
    (upload: FileUpload) => uploadSong({ ...upload, projectId, model }),
    [projectId, model],
  );
  return useFileUpload(send, onAccepted);
}
