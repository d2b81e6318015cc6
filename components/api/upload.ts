// Sends songs and other recordings with progress. XMLHttpRequest, because fetch cannot report how much of a body has been sent.
import { z } from 'zod';
import { API_ROOT, parseAnswer } from './client';
import { ApiError, OFFLINE_SENTENCE, problemFrom } from './problem';

const acceptedSchema = z.object({ project_id: z.string(), status: z.string() });

export interface SongUpload {
  readonly file: File;
  /** Where the song goes; without it a new project is made, and named after the file. */
  readonly projectId: string | undefined;
  /** The model that separates it; undefined leaves the choice to the studio. */
  readonly model?: string | undefined;
  /** Called with 0 to 1; 1 means sent, and that the server is now checking the file. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

function formOf({ file, projectId, model }: Pick<SongUpload, 'file' | 'projectId' | 'model'>): FormData {
  const form = new FormData();
  if (projectId) form.append('project_id', projectId);
  if (model) form.append('model', model);
  form.append('file', file, file.name);
  return form;
}

export interface FileUpload {
  readonly file: File;
  /** Called with 0 to 1; 1 means sent, and that the server is now checking the file. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

interface FileRequest {
  /** Below /api/v1 */
  readonly path: string;
  readonly form: FormData;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends a form with a file and resolves with the answer once the server has accepted it.
 * @throws ApiError with the server's sentence; the signal's reason when it was cancelled
 */
export function sendFile<Shape extends z.ZodType>(
  { path, form, onProgress, signal }: FileRequest,
  shape: Shape,
): Promise<z.infer<Shape>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel, { once: true });
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 300) return reject(problemFrom(request.status, request.responseText));
      try {
        resolve(parseAnswer(request.responseText, shape));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError(0, OFFLINE_SENTENCE));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', cancel);
    request.open('POST', `${API_ROOT}${path}`);
    request.setRequestHeader('accept', 'application/json');
    request.send(form);
  });
}

/** Uploads a song and resolves with the id of its project. @throws like sendFile */
export async function uploadSong(upload: SongUpload): Promise<string> {
  const { onProgress, signal } = upload;
  const request = { path: '/upload/base-track', form: formOf(upload), onProgress, signal };
  return (await sendFile(request, acceptedSchema)).project_id;
}

/** Uploads a recording to play stems with and resolves with the id of the style sound. @throws like sendFile */
export async function uploadStyleSound(
  upload: Pick<SongUpload, 'file' | 'onProgress' | 'signal'>,
): Promise<string> {
  const { file, onProgress, signal } = upload;
  const form = formOf({ file, projectId: undefined });
  const request = { path: '/upload/style-sound', form, onProgress, signal };
  return (await sendFile(request, z.object({ id: z.string() }))).id;
}

/** What the file chooser offers; the server decides by the content. */
export const SONG_TYPES = 'audio/*,.mp3,.wav,.flac,.ogg,.opus,.m4a,.aac,.mp4,.webm,.aif,.aiff';
