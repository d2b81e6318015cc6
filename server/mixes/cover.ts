// The cover image of a project, which the MP3 and FLAC files of its exports carry.
import { open } from 'node:fs/promises';
import type { CurrentUser } from '@/server/auth/session';
import { RequestError, ValidationError } from '@/server/errors';
import { sendStored } from '@/server/http/stored-object';
import type { CoverKind } from '@/server/shared/jobs/render-mix';
import { runTool, ToolTimeoutError } from '@/server/shared/media/tool';
import { getStorage } from '@/server/shared/storage';
import { coverKey } from '@/server/shared/storage/keys';
import type { ReceivedFile } from '@/server/uploads/receive';
import { withReceivedFile } from '@/server/uploads/received-file';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_PIXELS = 4_000;
const HEAD_BYTES = 8;
/** Decoding the largest cover takes well under a second; what takes longer was made to. */
const LOOK_MS = 5_000;

const COVER_TYPES = { jpeg: 'image/jpeg', png: 'image/png' } as const;

/** What the first bytes of an image say it is. */
function kindOf(head: Uint8Array): CoverKind | null {
  const hex = Buffer.from(head).toString('hex');
  if (hex.startsWith('ffd8ff')) return 'jpeg';
  return hex.startsWith('89504e470d0a1a0a') ? 'png' : null;
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What ffprobe prints of the first picture; files of many are taken for their first, as players do. */
async function lookAt(path: string, kind: CoverKind): Promise<string> {
  const input = ['-protocol_whitelist', 'file', '-f', `${kind}_pipe`, '-i', `file:${path}`];
  const show = ['-read_intervals', '%+#1', '-show_entries', 'frame=width,height', '-of', 'csv=p=0'];
  try {
    const { exitCode, printed } = await runTool('ffprobe', ['-v', 'error', ...input, ...show], {
      timeoutMs: LOOK_MS,
    });
    return exitCode === 0 ? printed : '';
  } catch (error) {
    if (error instanceof ToolTimeoutError) return '';
    throw error;
  }
}

/** Decodes the image once, so that a broken one is refused now and does not make an export fail later. */
async function checkImage({ path, bytes }: ReceivedFile): Promise<CoverKind> {
  if (bytes > MAX_BYTES) throw new RequestError(413, 'too-large', 'A cover may have up to 5 MB.');
  const kind = kindOf(await readHead(path));
  if (!kind) throw new ValidationError('A cover is a JPEG or PNG image.');
  const printed = await lookAt(path, kind);
  const [width = 0, height = 0] = (printed.split('\n')[0] ?? '').split(',').map(Number);
  if (!width || !height) throw new ValidationError('The image cannot be read.');
  if (Math.max(width, height) > MAX_PIXELS)
    throw new ValidationError(`A cover may be up to ${MAX_PIXELS} pixels wide and high.`);
  return kind;
}

/**
 * Takes in the cover of a project, in place of the one it had.
 * @throws ValidationError or RequestError when it is no image that players show
 */
export function receiveCover(user: CurrentUser, projectId: string, request: Request) {
  return withReceivedFile(user.plan, request, 'cover', async (file) => {
    const kind = await checkImage(file);
    const { bytes } = await getStorage().putFile(coverKey(projectId), file.path);
    return { bytes, type: COVER_TYPES[kind] };
  });
}

/** What kind of image a project's cover is; null when it has none. */
export async function coverKindOf(projectId: string): Promise<CoverKind | null> {
  const storage = getStorage();
  if (!(await storage.stat(coverKey(projectId)))) return null;
  const head: Buffer[] = [];
  for await (const piece of await storage.get(coverKey(projectId), { start: 0, end: HEAD_BYTES - 1 })) {
    head.push(piece as Buffer);
  }
  return kindOf(Buffer.concat(head));
}

/** @throws NotFoundError when the project has no cover */
export async function sendCover(request: Request, projectId: string): Promise<Response> {
  const type = COVER_TYPES[(await coverKindOf(projectId)) ?? 'jpeg'];
  const headers = { 'content-type': type, 'cache-control': 'private, no-cache' };
  return sendStored(getStorage(), coverKey(projectId), request, headers, { what: 'cover' });
}

export const removeCover = (projectId: string): Promise<void> => getStorage().delete(coverKey(projectId));
