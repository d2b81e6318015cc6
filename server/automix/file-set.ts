// Requests a set of files that are uploaded for it alone.

import { type SetOptions, setFormSchema, setOptionsSchema } from '@/contract/http/sets';
import { readDjRules } from '@/platform/automix/dj-rules-store';
import { SESSION_MS } from '@/platform/automix/set-flow';
import type { SetRequest } from '@/platform/automix/set-request';
import { removeContent } from '@/platform/content-leases';
import { UNUSED_CONTENT } from '@/platform/content-use';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import { removeObject } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';
import { uploadKey } from '@/platform/storage/keys';
import type { CurrentUser } from '@/server/auth/session';
import { ValidationError } from '@/server/errors';
import { checkSetFormat } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import { acceptContent } from '@/server/uploads/accept-content';
import type { ReceivedForm, SavedFile } from '@/server/uploads/receive-form';
import { songName } from '@/server/uploads/song-name';
import { checkUsage } from '@/server/usage/usage';
import { checkUsedBytes } from '@/server/usage/used-bytes';
import { type RequestedTrack, requestSet } from './request-set';

interface SentTrack extends RequestedTrack {
  readonly fileName: string;
}

/** @throws ValidationError when the options are no JSON, z.ZodError when they do not fit */
function readOptions(fields: ReceivedForm['fields']): SetOptions {
  const { options } = setFormSchema.parse(fields);
  try {
    return setOptionsSchema.parse(JSON.parse(options ?? '{}'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ValidationError('The field options is not valid JSON.');
    throw error;
  }
}

function tracksOf(files: readonly SavedFile[]): SentTrack[] {
  if (files.length < 2) throw new ValidationError('Send at least two songs; a set needs something to mix.');
  const tracks: SentTrack[] = [];
  for (const { fileName, sha256 } of files) {
    const same = tracks.find((track) => track.sha256 === sha256);
    const name = songName(fileName, undefined);
    if (same) throw new ValidationError(`“${same.name}” and “${name}” are the same recording; send it once.`);
    tracks.push({ id: `track-${tracks.length + 1}`, name, sha256, fileName });
  }
  return tracks;
}

/** @throws ValidationError when no file has that place or name */
function referredTrack(tracks: readonly SentTrack[], ref: number | string): string {
  const found =
    typeof ref === 'number'
      ? tracks[ref - 1]
      : tracks.find(({ fileName, name }) => fileName === ref || name === ref);
  if (!found)
    throw new ValidationError(`There is no song ${JSON.stringify(ref)} among those that were sent.`);
  return found.id;
}

/** @throws ValidationError for constraints on songs that were not sent, or that contradict each other */
async function requestOf(options: SetOptions, tracks: readonly SentTrack[]): Promise<SetRequest> {
  const { strategy, format, order, first, last, together } = options;
  const energyShape = options.energy_shape ?? (await readDjRules()).energyShape;
  const [opener, closer] = [first, last].map((ref) =>
    ref === undefined ? undefined : referredTrack(tracks, ref),
  );
  if (opener !== undefined && opener === closer) {
    throw new ValidationError('One song cannot be both the first and the last.');
  }
  return {
    strategy,
    format,
    constraints: {
      ...(opener === undefined ? {} : { first: opener }),
      ...(closer === undefined ? {} : { last: closer }),
      together: together.map(([a, b]) => [referredTrack(tracks, a), referredTrack(tracks, b)] as const),
      keepOrder: order === 'keep',
      energyShape,
    },
  };
}

/** Removes a content that this request stored, unless it is in use by now. */
async function removeUnusedContent(sha256: string): Promise<void> {
  await removeContent(sha256, {
    isUnused: async (tx) => (await tx.asset.deleteMany({ where: { sha256, ...UNUSED_CONTENT } })).count > 0,
    remove: () => removeObject(getStorage(), uploadKey(sha256)),
  });
}

/** Stores every file, or none that was not stored before. */
async function storeAll<T>(
  user: CurrentUser,
  files: readonly SavedFile[],
  sender: AbortSignal,
  then: () => Promise<T>,
): Promise<T> {
  const known = await getPrisma().asset.findMany({
    where: { sha256: { in: files.map((file) => file.sha256) } },
  });
  const brought = files.filter((file) => !known.some(({ sha256 }) => sha256 === file.sha256));
  try {
    for (const file of files) await acceptContent(user, file, sender, async () => undefined);
    return await then();
  } catch (error) {
    for (const { sha256 } of brought) await removeUnusedContent(sha256);
    throw error;
  }
}

/** The most files that anybody may send at once under the plan of `user`. */
export const maxFilesOf = (user: CurrentUser): number => rulesOf(user.plan).maxSetTracks;

/**
 * Asks for a set of the files of a form.
 * @returns the id of the set
 * @throws ValidationError, UnusableAudioError, PlanLimitError or StorageFullError; nothing of the files is left then
 */
export async function requestFileSet(
  user: CurrentUser,
  { files, fields }: ReceivedForm,
  sender: AbortSignal,
): Promise<string> {
  const options = readOptions(fields);
  checkSetFormat(user.plan, options.format);
  const tracks = tracksOf(files);
  const request = await requestOf(options, tracks);
  const { title = 'DJ set', delete_after_download: deleteAfterDownload } = options;
  const expiresAt = new Date((await databaseNow()).getTime() + SESSION_MS);
  const set = { projectId: null, title, request, tracks, expiresAt, deleteAfterDownload };
  await checkUsage(user, 'set');
  await checkUsedBytes(
    user,
    files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return storeAll(user, files, sender, () => requestSet(user, set));
}
