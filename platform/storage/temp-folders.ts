// The folders of DATA_DIR beside the storage for files that are on their way.
import path from 'node:path';
import { type Env, getEnv } from '@/platform/env';

/** Temporary files of every process: work folders of jobs and local copies of stored objects. */
export const tempDirOf = (env: Env): string => path.join(env.DATA_DIR, 'tmp');

/** Where uploads land before they are known to be songs: beside the storage, so that accepting one is a rename. */
export const uploadFolder = (): string => path.join(tempDirOf(getEnv()), 'uploads');
