// Handles the upload of a song: limits first, then the bytes, then the content.

import { uploadFieldsSchema } from '@/contract/http/projects';
import type { CurrentUser } from '@/server/auth/session';
import { chooseModel } from '../projects/models';
import { type AcceptedSong, acceptSong } from './accept-song';
import { withReceivedFile } from './received-file';

/**
 * Stores a song that `user` uploads.
 * @throws ValidationError, UnusableAudioError, PlanLimitError, StorageFullError, NotFoundError, ForbiddenError or
 *   ConflictError; nothing of the upload is left then
 */
export function uploadBaseTrack(user: CurrentUser, request: Request): Promise<AcceptedSong> {
  return withReceivedFile(user, request, 'song', async (file) => {
    const { name, project_id: projectId, model } = uploadFieldsSchema.parse(file.fields);
    const song = { file, name, projectId, modelId: await chooseModel(model) };
    return acceptSong(user, song, request.signal);
  });
}
