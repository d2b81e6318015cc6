import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { errorCode } from './error-code';

/** A new random password in a file of its owner's alone. */
async function createPassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

export async function readOrCreatePassword(file: string, hasCluster: boolean): Promise<string> {
  if (hasCluster) {
    return readFile(file, 'utf8').catch((cause: unknown) => {
      throw new Error(`The database is there but its password file ${file} cannot be read.`, { cause });
    });
  }
  return createPassword(file);
}

/** The password of the studio's role; it is set anew at every start, so a file that went is simply made again. */
export async function ownerPassword(file: string): Promise<string> {
  const password = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  return password || createPassword(file);
}
