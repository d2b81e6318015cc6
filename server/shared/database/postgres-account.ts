// Chooses under which account PostgreSQL runs: it refuses root, and a studio started by root must not need a new user.
import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { chmod, lchown, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** How to start a PostgreSQL program: words before the command, and the owner its files must have. */
export interface PostgresAccount {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** In a user namespace the process sees itself as `nobody` while the kernel still sees root: nothing changes owner. */
const NAMESPACE = ['unshare', '--user', '--map-user=nobody', `--map-group=${65_534}`, '--'];

function namespaceWorks(program: string): boolean {
  const [command, ...args] = NAMESPACE as [string, ...string[]];
  return spawnSync(command, [...args, program, '--version'], { stdio: 'ignore' }).status === 0;
}

function idOf(flag: '-u' | '-g', user: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : null;
}

function unprivilegedAccount(): PostgresAccount {
  for (const user of ['postgres', 'nobody']) {
    const uid = idOf('-u', user);
    const gid = idOf('-g', user);
    if (uid !== null && gid !== null) return { prefix: [], uid, gid };
  }
  throw new Error('PostgreSQL cannot run as root, and this machine has no user "postgres" or "nobody".');
}

/** Gives a folder and everything in it to one owner, where it belongs to another. */
async function giveTo(folder: string, uid: number, gid: number): Promise<void> {
  if (lstatSync(folder).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(path.join(folder, entry), uid, gid);
  }
  await lchown(folder, uid, gid);
}

/** The folder must exist; its owner is put right, and the account must reach it and the program. */
async function ensureReach(account: PostgresAccount, program: string, folder: string): Promise<void> {
  const { uid, gid } = account;
  if (uid === undefined || gid === undefined) return giveTo(folder, 0, 0);
  await giveTo(folder, uid, gid);
  // The data folder is private to root: others may now pass through it, and still not list it.
  const dataFolder = path.dirname(folder);
  await chmod(dataFolder, (await stat(dataFolder)).mode | 0o011);
  const reach = spawnSync('/bin/sh', ['-c', 'test -x "$0" && test -w "$1"', program, folder], { uid, gid });
  if (reach.status === 0) return;
  throw new Error(
    `PostgreSQL cannot run as root and user ${uid} cannot reach ${folder} and ${program}: ` +
      'move the studio out of a private folder or start it as an ordinary user.',
  );
}

/**
 * Decides how to run `program` on the cluster in `folder` (which exists), and hands the folder to that account.
 * @throws Error in one sentence when no account can run it there
 */
export async function choosePostgresAccount(program: string, folder: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const account = namespaceWorks(program) ? { prefix: NAMESPACE } : unprivilegedAccount();
  await ensureReach(account, program, folder);
  return account;
}
