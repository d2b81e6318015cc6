// Sends a song with progress. XMLHttpRequest, because fetch cannot report how much of a body has been sent.
import { z } from 'zod';
import { API_ROOT, parseAnswer } from './client';
import { ApiError, OFFLINE_SENTENCE, problemFrom } from './problem';

const acceptedSchema = z.object({ project_id: z.string(), status: z.string() });

export interface SongUpload {
  readonly file: File;
  /** Where the song goes; without it a new project is made, and named after the file. */
  readonly projectId: string | undefined;
  /** Called with 0 to 1; 1 means sent, and that the server is now checking the file. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

function formOf({ file, projectId }: SongUpload): FormData {
  const form = new FormData();
  if (projectId) form.append('project_id', projectId);
  form.append('file', file, file.name);
  return form;
}

/**
 * Uploads a song and resolves with the id of its project once the server has accepted it.
 * @throws ApiError with the server's sentence; the signal's reason when it was cancelled
 */
export function uploadSong(upload: SongUpload): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    upload.signal.addEventListener('abort', cancel, { once: true });
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) upload.onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 300) return reject(problemFrom(request.status, request.responseText));
      try {
        resolve(parseAnswer(request.responseText, acceptedSchema).project_id);
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError(0, OFFLINE_SENTENCE));
    request.onabort = () => reject(upload.signal.reason);
    request.onloadend = () => upload.signal.removeEventListener('abort', cancel);
    request.open('POST', `${API_ROOT}/upload/base-track`);
    request.setRequestHeader('accept', 'application/json');
    request.send(formOf(upload));
  });
}

/** What the file chooser offers; the server decides by the content. */
export const SONG_TYPES = 'audio/*,.mp3,.wav,.flac,.ogg,.opus,.m4a,.aac,.mp4,.webm,.aif,.aiff';
