// The cover image of a project, which its MP3 and FLAC exports carry.
import { API_ROOT, command } from './client';
import { ApiError, OFFLINE_SENTENCE, problemFrom } from './problem';

const pathOf = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/cover`;

/** @param version anything that changes with the image, so that an old one is not shown */
export const coverUrl = (projectId: string, version: number): string =>
  `${API_ROOT}${pathOf(projectId)}?v=${version}`;

/** @throws ApiError when it is no image that players show */
export async function sendCover(projectId: string, image: Blob): Promise<void> {
  const body = new FormData();
  body.append('file', image, 'cover');
  const request = { method: 'POST', body, headers: { accept: 'application/json' } };
  const response = await fetch(`${API_ROOT}${pathOf(projectId)}`, request).catch(() => {
    throw new ApiError(0, OFFLINE_SENTENCE);
  });
  if (!response.ok) throw problemFrom(response.status, await response.text());
}

export const removeCover = (projectId: string): Promise<void> =>
  command(pathOf(projectId), { method: 'DELETE' });
