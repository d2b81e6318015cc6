// Uploads of tracks, and where the parts of a finished set are.
import { type Track, trackSchema, uploadTrack } from '@/contract/http/tracks';
import { addressOf } from './call';
import { API_ROOT } from './client';
import { type FileUpload, sendFile } from './upload';

/** Uploads a track. @throws like sendFile */
export function sendTrack(projectId: string, { file, onProgress, signal }: FileUpload): Promise<Track> {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendFile({ path: addressOf(uploadTrack, { id: projectId }), form, onProgress, signal }, trackSchema);
}

/** Where the parts of a finished set are, for players and downloads. */
export const setAddress = (id: string, part: 'set' | 'tracklist' | 'cue' | 'report'): string =>
  `${API_ROOT}/automix/${encodeURIComponent(id)}/${part}`;
