// Receives the files of an upload within a plan's limits and lends them to whoever decides what they become.
import { rm } from 'node:fs/promises';
import { tooLarge } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import type { Plan } from '@/server/shared/database/generated/client';
import { uploadFolder } from '@/server/shared/storage';
import { reserveSpace } from './free-space';
import { type ReceivedFile, type ReceivedForm, receiveFile, receiveForm } from './receive';
import { newUploadPath } from './temporary';

/** What the form adds around the file. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** How large the sender says the request is; 0 when it does not say. */
function announcedBytes(request: Request): number {
  const length = Number(request.headers.get('content-length') ?? 0);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}

/** Makes paths for files to receive and removes, afterwards, whatever is left there. */
async function withPaths<T>(use: (newPath: () => string) => Promise<T>): Promise<T> {
  const paths: string[] = [];
  const newPath = () => {
    paths.push(newUploadPath(uploadFolder()));
    return paths.at(-1)!;
  };
  try {
    return await use(newPath);
  } finally {
    for (const path of paths) await rm(path, { force: true });
  }
}

/**
 * Receives the file of a multipart request and calls `use` with it; whatever is left of it afterwards is removed.
 * @param what names it in refusals, such as "song"
 * @throws ValidationError, PlanLimitError, StorageFullError, and what `use` throws
 */
export async function withReceivedFile<T>(
  plan: Plan,
  request: Request,
  what: string,
  use: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const { maxUploadBytes: maxBytes } = rulesOf(plan);
  const announced = announcedBytes(request);
  if (announced > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(plan, announced);
  await reserveSpace(uploadFolder(), announced);
  return withPaths(async (newPath) => {
    const refusal = () => tooLarge(plan, maxBytes + 1);
    return use(await receiveFile(request, { newPath, what, maxBytes, tooLarge: refusal }));
  });
}

/**
 * Receives the files of a multipart request, at most `maxFiles`, and calls `use` with them; whatever is left of them
 * afterwards is removed.
 * @param what names one in refusals, such as "song"
 * @throws ValidationError, PlanLimitError, StorageFullError, and what `use` throws
 */
export async function withReceivedForm<T>(
  plan: Plan,
  request: Request,
  { what, maxFiles }: { readonly what: string; readonly maxFiles: number },
  use: (form: ReceivedForm) => Promise<T>,
): Promise<T> {
  const { maxUploadBytes: maxBytes } = rulesOf(plan);
  await reserveSpace(uploadFolder(), announcedBytes(request));
  return withPaths(async (newPath) => {
    const refusal = () => tooLarge(plan, maxBytes + 1);
    return use(await receiveForm(request, { newPath, what, maxFiles, maxBytes, tooLarge: refusal }));
  });
}
