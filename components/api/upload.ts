// Sends songs and other recordings with progress. XMLHttpRequest, because fetch cannot report how much of a body has been sent.
import { type AddressOf, addressOf } from '@/contract/http/address';
import { uploadStyleSound } from '@/contract/http/library';
import type { AnswerOf, Operation } from '@/contract/http/operation';
import { uploadSong } from '@/contract/http/projects';
import { importSource, type Source, type SourcePlace } from '@/contract/http/sources';
import { type Track, uploadTrack } from '@/contract/http/tracks';
import { readAnswer } from './call';
import { ApiError, OFFLINE_MESSAGE } from './problem';

export interface FileUpload {
  readonly file: File;
  /** Called with 0 to 1; 1 means sent, and that the server is now checking the file. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

export interface SongUpload extends FileUpload {
  /** Where the song goes; without it a new project is made, and named after the file. */
  readonly projectId: string | undefined;
  /** The model that separates it; undefined leaves the choice to the studio. */
  readonly model?: string | undefined;
}

/** The form of a file, with the fields that have a value before it. */
function formOf(file: File, fields: Readonly<Record<string, string | undefined>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append('file', file, file.name);
  return form;
}

/**
 * Sends a form with a file and resolves with the response once the server has accepted it.
 * @throws ApiError with the server's message; the signal's reason when it was cancelled
 */
function sendForm<const Op extends Operation>(
  operation: Op,
  input: AddressOf<Op>,
  form: FormData,
  { onProgress, signal }: Pick<FileUpload, 'onProgress' | 'signal'>,
): Promise<AnswerOf<Op>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel, { once: true });
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        resolve(readAnswer(operation, { status: request.status, text: request.responseText }));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError(0, OFFLINE_MESSAGE));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', cancel);
    request.open(operation.method.toUpperCase(), addressOf(operation, input));
    request.setRequestHeader('accept', 'application/json');
    request.send(form);
  });
}

/** Uploads a song and resolves with the id of its project. @throws like sendForm */
export async function sendSong({ file, projectId, model, ...upload }: SongUpload): Promise<string> {
  const form = formOf(file, { project_id: projectId, model });
  return (await sendForm(uploadSong, {}, form, upload)).project_id;
}

/** Uploads a track that sets can be made of. @throws like sendForm */
export const sendTrack = (projectId: string, { file, ...upload }: FileUpload): Promise<Track> =>
  sendForm(uploadTrack, { id: projectId }, formOf(file), upload);

/** Uploads a file that becomes a track of a session, or one that only clips play. @throws like sendForm */
export const sendSource = (
  projectId: string,
  { file, ...upload }: FileUpload,
  as: SourcePlace = 'track',
): Promise<Source> => sendForm(importSource, { id: projectId }, formOf(file, { as }), upload);

/** Uploads a recording to play stems with and resolves with the id of the style sound. @throws like sendForm */
export const sendStyleSound = async ({ file, ...upload }: FileUpload): Promise<string> =>
  (await sendForm(uploadStyleSound, {}, formOf(file), upload)).id;

/** What the file chooser offers; the server decides by the content. */
export const SONG_TYPES = 'audio/*,.mp3,.wav,.flac,.ogg,.opus,.m4a,.aac,.mp4,.webm,.aif,.aiff';
