// The cover image of a project, which the MP3 and FLAC files of its exports carry.
import { readFile, writeFile } from 'node:fs/promises';
import type { CoverKind } from '@/platform/jobs/render-mix';
import { pictureAlone } from '@/platform/media/codecs';
import { fileUrl } from '@/platform/media/file-url';
import { runTool, ToolTimeoutError } from '@/platform/media/tool';
import { getStorage } from '@/platform/storage';
import { coverKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import type { CurrentUser } from '@/server/auth/session';
import { RequestError, ValidationError } from '@/server/errors';
import { sendStored } from '@/server/http/stored-object';
import type { ReceivedFile } from '@/server/uploads/receive-form';
import { withReceivedFile } from '@/server/uploads/received-file';
import { readPicture } from './picture';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_PIXELS = 4_000;
const HEAD_BYTES = 8;
/** Decoding the largest cover takes well under a second; what takes longer was made to. */
const TIMEOUT_MS = 5_000;

const COVER_TYPES = { jpeg: 'image/jpeg', png: 'image/png' } as const;

/** The image type by its first bytes. */
function kindOf(head: Uint8Array): CoverKind | null {
  const hex = Buffer.from(head).toString('hex');
  if (hex.startsWith('ffd8ff')) return 'jpeg';
  return hex.startsWith('89504e470d0a1a0a') ? 'png' : null;
}

/** Decodes the one picture of a file, so that a broken one is refused now and does not make an export fail later. */
async function checkDecodes(file: string, kind: CoverKind, signal: AbortSignal): Promise<void> {
  const input = [
    '-protocol_whitelist',
    'file,pipe',
    ...pictureAlone(kind),
    '-f',
    `${kind}_pipe`,
    '-i',
    fileUrl(file),
  ];
  const args = ['-v', 'error', '-xerror', '-threads', '1', ...input, '-frames:v', '1', '-f', 'null', '-'];
  const broken = new ValidationError('The image cannot be read.');
  try {
    const { exitCode } = await runTool('ffmpeg', args, { timeoutMs: TIMEOUT_MS, signal, input: file });
    if (exitCode !== 0) throw broken;
  } catch (error) {
    throw error instanceof ToolTimeoutError ? broken : error;
  }
}

/** Checks an image and leaves it at its path without metadata: a photograph may say where it was taken. */
async function cleanImage({ path }: ReceivedFile, signal: AbortSignal): Promise<CoverKind> {
  const bytes = await readFile(path);
  if (!kindOf(bytes)) throw new ValidationError('A cover is a JPEG or PNG image.');
  const picture = readPicture(bytes);
  if (!picture?.width || !picture.height) throw new ValidationError('The image cannot be read.');
  if (Math.max(picture.width, picture.height) > MAX_PIXELS)
    throw new ValidationError(`A cover may be up to ${MAX_PIXELS} pixels wide and high.`);
  await writeFile(path, picture.stripped);
  await checkDecodes(path, picture.kind, signal);
  return picture.kind;
}

const COVER_LIMITS = {
  maxBytes: MAX_BYTES,
  tooLarge: () => new RequestError(413, 'too-large', 'A cover may have up to 5 MB.'),
};

/**
 * Replaces the cover of a project.
 * @throws ValidationError or RequestError when it is no image that players show
 */
export function receiveCover(user: CurrentUser, projectId: string, request: Request) {
  const store = async (file: ReceivedFile) => {
    const kind = await cleanImage(file, request.signal);
    const { bytes } = await getStorage().putFile(coverKey(projectId), file.path);
    return { bytes, type: COVER_TYPES[kind] };
  };
  return withReceivedFile(user, request, 'cover', store, COVER_LIMITS);
}

/** What kind of image a project's cover is; null when it has none. */
export async function coverKindOf(projectId: string): Promise<CoverKind | null> {
  const head: Buffer[] = [];
  try {
    for await (const piece of await getStorage().get(coverKey(projectId), {
      start: 0,
      end: HEAD_BYTES - 1,
    })) {
      head.push(piece as Buffer);
    }
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
  return kindOf(Buffer.concat(head));
}

/** @throws NotFoundError when the project has no cover */
export async function sendCover(request: Request, projectId: string): Promise<Response> {
  const type = COVER_TYPES[(await coverKindOf(projectId)) ?? 'jpeg'];
  const headers = { 'content-type': type, 'cache-control': 'private, no-cache' };
  return sendStored(getStorage(), coverKey(projectId), request, headers, { what: 'cover' });
}

export const deleteCover = (projectId: string): Promise<void> => getStorage().delete(coverKey(projectId));
