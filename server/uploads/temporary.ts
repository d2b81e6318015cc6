// The folder where uploads land before they are known to be songs, and the names of the files in it.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { getEnv } from '@/server/shared/env';
import { tempDirOf } from '@/server/shared/storage';

/** Beside the storage, so that accepting a file is a rename. The sweeper empties it of what crashes left. */
export const uploadFolder = (): string => path.join(tempDirOf(getEnv()), 'uploads');

/** A generated name: nothing a person typed becomes part of a path. */
export const newUploadPath = (folder: string): string => path.join(folder, `${randomUUID()}.upload`);
