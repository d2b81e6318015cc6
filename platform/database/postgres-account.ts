// Chooses under which account PostgreSQL runs: it refuses root, and a studio started by root must not need a new user.
import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { chmod, lchown, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a PostgreSQL program. */
export interface PostgresAccount {
  /** Arguments before the command. */
  readonly prefix: readonly string[];
  /** The process starts with these ids; absent when the prefix sees to it, or nothing changes. */
  readonly uid?: number;
  readonly gid?: number;
  /** To whom its files must belong; absent when whoever runs the studio owns them. */
  readonly owner?: Owner;
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

function unprivilegedUser(): Owner {
  for (const user of ['postgres', 'nobody']) {
    const uid = idOf('-u', user);
    const gid = idOf('-g', user);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error('PostgreSQL cannot run as root, and this machine has no user "postgres" or "nobody".');
}

/**
 * Another user who keeps one of root's powers, to reach files wherever they are: for a private folder such as
 * /root on a machine (most containers) that makes no user namespaces.
 */
function reachingPrefix({ uid, gid }: Owner): readonly string[] {
  // Without the last one access(2) would judge by the user alone, and that is what initdb asks.
  const power = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...power, '--'];
}

/** Gives a folder and everything in it to one owner, where it belongs to another. */
async function giveTo(folder: string, uid: number, gid: number): Promise<void> {
  if (lstatSync(folder).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(path.join(folder, entry), uid, gid);
  }
  await lchown(folder, uid, gid);
}

function canReach({ prefix, uid, gid }: PostgresAccount, program: string, folder: string): boolean {
  const check = ['/bin/sh', '-c', 'test -x "$0" && test -w "$1"', program, folder];
  const [command, ...args] = [...prefix, ...check] as [string, ...string[]];
  return spawnSync(command, args, { uid, gid, stdio: 'ignore' }).status === 0;
}

/** The account of another user who reaches the program and the folder, which then belongs to that user. */
async function accountOfAnother(program: string, folder: string): Promise<PostgresAccount> {
  const owner = unprivilegedUser();
  await giveTo(folder, owner.uid, owner.gid);
  // The data folder is private to root: others may now pass through it, and still not list it.
  const dataFolder = path.dirname(folder);
  await chmod(dataFolder, (await stat(dataFolder)).mode | 0o011);
  const accounts = [
    { prefix: [], ...owner, owner },
    { prefix: reachingPrefix(owner), owner },
  ];
  const account = accounts.find((candidate) => canReach(candidate, program, folder));
  if (account) return account;
  throw new Error(
    `PostgreSQL cannot run as root and user ${owner.uid} cannot reach ${folder} and ${program}: ` +
      'move the studio out of a private folder or start it as an ordinary user.',
  );
}

/**
 * Decides how to run `program` on the cluster in `folder` (which exists), and gives the folder to that
 * account.
 * @throws Error with a one-sentence message when no account can run it there
 */
export async function choosePostgresAccount(program: string, folder: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (!namespaceWorks(program)) return accountOfAnother(program, folder);
  await giveTo(folder, 0, 0);
  return { prefix: NAMESPACE };
}
