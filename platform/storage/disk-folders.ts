// Folders of disk storage: read as streams, never as one list of everything, and moved file by file.
import type { Dir } from 'node:fs';
import { mkdir, opendir, rename, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '@/platform/database/error-code';
import { isKeyPart } from './key-path';
import type { ListedObject, ListedPage } from './storage';

/** Marks a file that is still being written; no key may contain the character. */
export const UNFINISHED = '~';

const MISSING_CODES = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** Whether an error says that there is no such file or folder. */
export const isMissingFile = (error: unknown): boolean => MISSING_CODES.has(errorCode(error) ?? '');

async function openFolder(folder: string): Promise<Dir | null> {
  try {
    return await opendir(folder);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Every file below a folder, unfinished ones included; nothing when there is no such folder. */
export async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await openFolder(folder);
  if (!entries) return;
  for await (const entry of entries) {
    const file = path.join(folder, entry.name);
    // What cannot be part of a key is not of the storage, such as lost+found at the root of a file system.
    if (entry.isDirectory() && isKeyPart(entry.name)) yield* walk(file);
    else if (entry.isFile()) yield file;
  }
}

/** The entries of a folder as keys; a key of a folder ends with a slash. */
async function* keysIn(root: string, prefix: string, deep: boolean): AsyncGenerator<string> {
  const entries = await openFolder(path.join(root, prefix));
  if (!entries) return;
  for await (const entry of entries) {
    if (!isKeyPart(entry.name)) continue;
    const key = `${prefix}${entry.name}`;
    const kind = entry.isSymbolicLink() ? await stat(path.join(root, key)).catch(() => entry) : entry;
    if (kind.isFile()) yield key;
    else if (kind.isDirectory()) {
      if (deep) yield* keysIn(root, `${key}/`, true);
      else yield `${key}/`;
    }
  }
}

async function describeFile(root: string, key: string): Promise<ListedObject | null> {
  try {
    const { size, mtime } = await stat(path.join(root, key));
    return { key, bytes: size, modifiedAt: mtime };
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Lists what is below `prefix`, which is empty or ends with a slash; see `StorageMaintenance.browse`. */
export async function* browseFolder(
  root: string,
  prefix: string,
  { deep, pageSize }: { readonly deep: boolean; readonly pageSize: number },
): AsyncGenerator<ListedPage> {
  let [objects, folders]: [ListedObject[], string[]] = [[], []];
  for await (const key of keysIn(root, prefix, deep)) {
    if (key.endsWith('/')) folders.push(key.slice(0, -1));
    else {
      const found = await describeFile(root, key);
      if (found) objects.push(found);
    }
    if (objects.length + folders.length < pageSize) continue;
    yield { objects, folders };
    [objects, folders] = [[], []];
  }
  if (objects.length + folders.length > 0) yield { objects, folders };
}

/** Renames a file into a folder that need not exist yet; it counts as modified now. */
export async function moveFile(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const now = new Date();
  await utimes(from, now, now);
  await rename(from, to);
}
