// Receives the files of an upload within a plan's limits, and removes those that the caller has not stored.
import { rm } from 'node:fs/promises';
import { uploadFolder } from '@/platform/storage/temp-folders';
import { tooLarge } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import { addFileBytes, chargeFiles, type UsageAccount } from '@/server/usage/usage';
import { admitUpload } from './admit-upload';
import { noFile, type ReceivedFile, type ReceivedForm, receiveForm } from './receive-form';
import { newUploadPath } from './upload-path';
import { UploadSlot } from './upload-slots';

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
    const path = newUploadPath(uploadFolder());
    paths.push(path);
    return path;
  };
  try {
    return await use(newPath);
  } finally {
    for (const path of paths) await rm(path, { force: true });
  }
}

interface Expected {
  /** Names a file in refusals, such as "song" */
  readonly what: string;
  readonly maxFiles: number;
  /** Of each file */
  readonly maxBytes: number;
  readonly tooLarge: () => Error;
}

/**
 * Admits a request, receives its files and calls `use` with them; whatever is left of them afterwards is removed.
 * Everything that needs no file is checked before the body is read.
 */
async function withFiles<T>(
  account: UsageAccount,
  request: Request,
  { what, maxFiles, maxBytes, tooLarge }: Expected,
  use: (form: ReceivedForm) => Promise<T>,
): Promise<T> {
  const slot = await UploadSlot.open(account, uploadFolder(), announcedBytes(request));
  try {
    await admitUpload(account, request);
    return await withPaths(async (newPath) => {
      const grow = (bytes: number) => slot.grow(bytes);
      const form = await receiveForm(request, { newPath, what, maxFiles, maxBytes, tooLarge, grow });
      if (form.files.length > 1) await chargeFiles(account, form.files.length - 1);
      return use(form);
    });
  } finally {
    slot.close();
    await addFileBytes(account.id, slot.received);
  }
}

export interface ReceiveLimits {
  /** The most bytes of the file, where that is less than the plan allows */
  readonly maxBytes: number;
  readonly tooLarge: () => Error;
}

/**
 * Receives the file of a multipart request and calls `use` with it; whatever is left of it afterwards is removed.
 * @param what names it in refusals, such as "song"
 * @throws ValidationError, PlanLimitError, RateLimitError, StorageFullError, and what `use` throws
 */
export async function withReceivedFile<T>(
  account: UsageAccount,
  request: Request,
  what: string,
  use: (file: ReceivedFile) => Promise<T>,
  limits?: ReceiveLimits,
): Promise<T> {
  const { plan } = account;
  const { maxUploadBytes } = rulesOf(plan);
  const announced = announcedBytes(request);
  const { maxBytes, tooLarge: refusal } = limits ?? {
    maxBytes: maxUploadBytes,
    tooLarge: () => tooLarge(plan, Math.max(announced, maxUploadBytes + 1)),
  };
  if (announced > maxBytes + FORM_OVERHEAD_BYTES) throw refusal();
  const expected = { what, maxFiles: 1, maxBytes, tooLarge: refusal };
  return withFiles(account, request, expected, ({ files, fields }) => {
    const [file] = files;
    if (!file) throw noFile(what);
    return use({ ...file, fields });
  });
}

/**
 * Receives the files of a multipart request, at most `maxFiles`, and calls `use` with them; whatever is left of them
 * afterwards is removed.
 * @param what names one in refusals, such as "song"
 * @throws ValidationError, PlanLimitError, RateLimitError, StorageFullError, and what `use` throws
 */
export async function withReceivedForm<T>(
  account: UsageAccount,
  request: Request,
  { what, maxFiles }: { readonly what: string; readonly maxFiles: number },
  use: (form: ReceivedForm) => Promise<T>,
): Promise<T> {
  const { maxUploadBytes: maxBytes } = rulesOf(account.plan);
  const refusal = () => tooLarge(account.plan, maxBytes + 1);
  return withFiles(account, request, { what, maxFiles, maxBytes, tooLarge: refusal }, use);
}
