// How media tools are started so that a file which takes one over finds nothing: no network, no powers, no data folder.
import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { fileUrl } from './file-url';

/** The kinds of isolation, the strongest that works is taken. */
export type Isolation =
  | 'namespaces and own user'
  | 'own user'
  | 'user namespace'
  | 'no new privileges'
  | 'none';

/** What a tool is started for: to read one file that somebody sent, or to work on files that the studio made. */
export type ToolRole = 'untrusted' | 'own';

interface Prefixes {
  readonly isolation: Isolation;
  /** Arguments before the command, by role. */
  readonly untrusted: readonly string[];
  readonly own: readonly string[];
}

/** An unused uid: it owns no file and no process, and has no entry in the list of users. */
const TOOL_UID = 65_533;

/** Nothing is gained by running another program, and the tool ends with the process that started it. */
const PLAIN = ['--no-new-privs', '--pdeathsig=KILL'];
const POWERLESS = ['--inh-caps=-all', '--bounding-set=-all'];
const OWN_USER = [`--reuid=${TOOL_UID}`, `--regid=${TOOL_UID}`, '--clear-groups'];
/** The studio as root writes into folders of other owners, as mounted volumes are. */
const FILES_ALONE = ['--inh-caps=-all', '--bounding-set=-all,+dac_override,+dac_read_search,+fowner'];

/** Puts an empty folder over the data folder, in the tool's own view of the file system. */
const HIDE_DATA = `if [ -d "$0" ]; then mount -t tmpfs -o mode=0,size=4k none "$0" || exit 126; fi; exec "$@"`;

const NAMESPACES = ['--net', '--mount', '--ipc', '--'];
const setpriv = (...flags: string[]): string[] => ['setpriv', ...PLAIN, ...flags, '--'];

/** Every way that may work here, the strongest first. */
function candidates(dataDir: string): readonly Prefixes[] {
  const hideData = ['/bin/sh', '-c', HIDE_DATA, dataDir];
  if (process.getuid?.() === 0) {
    const own = ['unshare', '--net', '--ipc', '--', ...setpriv(...FILES_ALONE)];
    const alone = setpriv(...OWN_USER, ...POWERLESS);
    return [
      {
        isolation: 'namespaces and own user',
        untrusted: ['unshare', ...NAMESPACES, ...hideData, ...alone],
        own,
      },
      { isolation: 'own user', untrusted: alone, own: setpriv(...FILES_ALONE) },
    ];
  }
  const userNamespace = ['unshare', '--user', '--map-root-user'];
  const mapped = [...userNamespace, ...NAMESPACES, ...hideData, ...setpriv(...POWERLESS)];
  const own = [...userNamespace, '--net', '--', ...setpriv(...POWERLESS)];
  return [
    { isolation: 'user namespace', untrusted: mapped, own },
    { isolation: 'no new privileges', untrusted: setpriv(), own: setpriv() },
  ];
}

const works = ([command, ...rest]: readonly string[]): boolean =>
  command !== undefined && spawnSync(command, [...rest, 'true'], { stdio: 'ignore' }).status === 0;

let chosen: Prefixes | undefined;

/** Finds out, once per process, what this machine allows. */
function prefixes(): Prefixes {
  if (chosen) return chosen;
  const { DATA_DIR: dataDir } = getEnv();
  const found =
    process.platform === 'linux'
      ? candidates(dataDir).find(({ untrusted, own }) => works(untrusted) && works(own))
      : undefined;
  chosen = found ?? { isolation: 'none', untrusted: [], own: [] };
  return chosen;
}

/** Logs how media tools are isolated here; call it when a process starts. */
export function logIsolation(): void {
  const { isolation } = prefixes();
  if (isolation === 'none') log.warn({ isolation }, 'Media tools run with the rights of the studio.');
  else log.info({ isolation }, 'Media tools run isolated.');
}

/** How media tools are isolated in this process. */
export const isolationHere = (): Isolation => prefixes().isolation;

export interface IsolatedCommand {
  readonly prefix: readonly string[];
  readonly args: readonly string[];
  /** The descriptor that the tool gets as its fourth, or null; the caller closes its own. */
  readonly descriptor: number | null;
}

const OTHERS_MAY_READ = 0o004;

/**
 * Prepares a tool call. The one untrusted file is handed over as an open descriptor, because the tool itself reaches
 * neither the data folder nor anything private.
 * @param input the file that somebody sent; null for work on the studio's own files
 */
export function isolate(args: readonly string[], input: string | null): IsolatedCommand {
  const { isolation, untrusted, own } = prefixes();
  if (input === null || isolation === 'none') return { prefix: own, args, descriptor: null };
  const descriptor = openSync(input, 'r');
  try {
    const isReadable = process.getuid?.() !== 0 || (fstatSync(descriptor).mode & OTHERS_MAY_READ) !== 0;
    const url = fileUrl(input);
    return {
      // Another user cannot open what its owner alone may read, not even by descriptor.
      prefix: isReadable ? untrusted : own,
      args: args.map((arg) => (arg === url ? 'file:/proc/self/fd/3' : arg)),
      descriptor,
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
