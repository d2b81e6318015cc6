// The cover image of a project, which its MP3 and FLAC exports carry.
import { addressOf } from '@/contract/http/address';
import { getCover, uploadCover } from '@/contract/http/covers';
import { call } from './call';

/** @param version anything that changes with the image, so that an old one is not shown */
export const coverUrl = (projectId: string, version: number): string =>
  `${addressOf(getCover, { id: projectId })}?v=${version}`;

/** @throws ApiError when it is no image that players show */
export async function sendCover(projectId: string, image: Blob): Promise<void> {
  const body = new FormData();
  body.append('file', image, 'cover');
  await call(uploadCover, { id: projectId, body });
}
