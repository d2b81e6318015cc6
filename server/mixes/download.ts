// Sends the file of an export under a name that people recognise.

import type { Project } from '@/platform/database/generated/client';
import { fileBase } from '@/platform/file-name';
import { exportOptionsSchema } from '@/platform/jobs/export-options';
import { getStorage } from '@/platform/storage';
import { mixKey } from '@/platform/storage/keys';
import { ConflictError, GoneError } from '@/server/errors';
import { sendStored } from '@/server/http/stored-object';
import type { MixWithJob } from './mix-view';
import { isExpired } from './mixes';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  mid: 'audio/midi',
  zip: 'application/zip',
};

/**
 * A Content-Disposition for a file named after a project: a plain name for old clients, the real one in UTF-8.
 * @param title any text
 */
export function attachment(title: string, extension: string): string {
  const base = fileBase(title, 'mix');
  const plain = base.replace(/[^\x20-\x7e]/g, '_').replace(/[%']/g, '_');
  const encoded = encodeURIComponent(`${base}.${extension}`).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}.${extension}"; filename*=UTF-8''${encoded}`;
}

/** The project's name, followed by the content of the file when that is not the mix. */
function fileTitle({ options }: MixWithJob, { name }: Pick<Project, 'name'>): string {
  const { stems = null } = exportOptionsSchema.partial().safeParse(options).data ?? {};
  if (!stems) return name;
  return `${name} - ${stems.length === 1 ? stems[0] : 'stems'}`;
}

/**
 * Streams an export, ranges included.
 * @throws ConflictError before it is finished, GoneError after its file's time
 */
export async function sendMix(
  request: Request,
  mix: MixWithJob,
  project: Pick<Project, 'name'>,
): Promise<Response> {
  if (mix.job.state !== 'done') throw new ConflictError('This export is not finished.');
  if (isExpired(mix)) throw new GoneError('This export has expired; make a new one in the studio.');
  const { format } = mix;
  const headers = {
    'content-type': CONTENT_TYPES[format] ?? 'application/octet-stream',
    'content-disposition': attachment(fileTitle(mix, project), format),
    'cache-control': 'private, no-cache',
  };
  const direct = { cacheControl: headers['cache-control'], isChecked: true };
  return sendStored(getStorage(), mixKey(mix.id, format), request, headers, { what: 'export', direct });
}
