// The files that commands are given.
import { stat } from 'node:fs/promises';
import { errorCode } from '@/platform/database/error-code';
import { CommandError } from './command';

/** The file or a folder in its path does not exist. */
const MISSING_CODES = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Checks that a file exists before work begins.
 * @throws CommandError with a user message when it is missing, no file, or not accessible
 */
export async function requireFile(file: string): Promise<void> {
  const info = await stat(file).catch((error: unknown) => {
    const code = errorCode(error) ?? '';
    if (MISSING_CODES.has(code)) return null;
    throw new CommandError(`The file ${file} cannot be reached (${code}).`, { cause: error });
  });
  if (!info?.isFile()) throw new CommandError(`There is no file ${file}.`);
}
