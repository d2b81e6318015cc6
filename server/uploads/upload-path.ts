// The names of files while they are uploaded.
import { randomUUID } from 'node:crypto';
import path from 'node:path';

/** A generated name: nothing a person typed becomes part of a path. */
export const newUploadPath = (folder: string): string => path.join(folder, `${randomUUID()}.upload`);
