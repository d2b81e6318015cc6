// The way of an upload from the request to a song: limits first, then the bytes, then the content.
import { rm } from 'node:fs/promises';
import type { CurrentUser } from '@/server/auth/session';
import { tooLarge } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import { type AcceptedSong, acceptSong } from './accept-song';
import { reserveSpace } from './free-space';
import { receiveFile } from './receive';
import { uploadFieldsSchema } from './schemas';
import { newUploadPath, uploadFolder } from './temporary';

/** What the form adds around the file. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** How large the sender says the request is; 0 when it does not say. */
function announcedBytes(request: Request): number {
  const length = Number(request.headers.get('content-length') ?? 0);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}

/**
 * Takes in a song that `user` uploads.
 * @throws ValidationError, UnusableAudioError, PlanLimitError, StorageFullError, NotFoundError, ForbiddenError or
 *   ConflictError; nothing of the upload is left then
 */
export async function uploadBaseTrack(user: CurrentUser, request: Request): Promise<AcceptedSong> {
  const { maxUploadBytes } = rulesOf(user.plan);
  const announced = announcedBytes(request);
  if (announced > maxUploadBytes + FORM_OVERHEAD_BYTES) throw tooLarge(user.plan, announced);
  const folder = uploadFolder();
  await reserveSpace(folder, announced);
  const path = newUploadPath(folder);
  try {
    const file = await receiveFile(request, {
      path,
      maxBytes: maxUploadBytes,
      tooLarge: () => tooLarge(user.plan, maxUploadBytes + 1),
    });
    const { name, project_id: projectId } = uploadFieldsSchema.parse(file.fields);
    return await acceptSong(user, { file, name, projectId });
  } finally {
    await rm(path, { force: true });
  }
}
