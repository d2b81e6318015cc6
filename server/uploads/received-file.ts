// Receives the file of an upload within a plan's limits and lends it to whoever decides what it becomes.
import { rm } from 'node:fs/promises';
import { tooLarge } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import type { Plan } from '@/server/shared/database/generated/client';
import { reserveSpace } from './free-space';
import { type ReceivedFile, receiveFile } from './receive';
import { newUploadPath, uploadFolder } from './temporary';

/** What the form adds around the file. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** How large the sender says the request is; 0 when it does not say. */
function announcedBytes(request: Request): number {
  const length = Number(request.headers.get('content-length') ?? 0);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
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
  const { maxUploadBytes } = rulesOf(plan);
  const announced = announcedBytes(request);
  if (announced > maxUploadBytes + FORM_OVERHEAD_BYTES) throw tooLarge(plan, announced);
  const folder = uploadFolder();
  await reserveSpace(folder, announced);
  const path = newUploadPath(folder);
  try {
    const file = await receiveFile(request, {
      path,
      what,
      maxBytes: maxUploadBytes,
      tooLarge: () => tooLarge(plan, maxUploadBytes + 1),
    });
    return await use(file);
  } finally {
    await rm(path, { force: true });
  }
}
