// Starts PostgreSQL under a tiny shell that shuts it down when the process that asked for it is gone.
import { type ChildProcess, spawn } from 'node:child_process';
import type { PostgresAccount } from './postgres-account';

/*
 * The shell holds the reading end of a pipe from this process. A clean stop writes a word into it; when this
 * process is killed with -9 the kernel closes it instead, and the processes that work on the database get a
 * moment to finish first. Either way the shell then asks the server for a fast shutdown (SIGINT). A process
 * group of its own keeps a Ctrl-C in the terminal from stopping the database before the workers.
 */
const GUARDIAN = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r word <&3; [ "$word" = stop ] || sleep 3; kill -INT "$server" ) 2>/dev/null &
watcher=$!
exec 3<&-
trap 'kill -INT "$server"' INT TERM
wait "$server"; code=$?
while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill "$watcher" 2>/dev/null
exit "$code"
`;

/**
 * Runs a server command until it exits or this process does.
 * @param log file descriptor that receives everything the server prints
 * @returns the guardian; stopGuarded shuts the server down, its exit is the server's exit
 */
export function spawnGuarded(
  command: readonly string[],
  account: PostgresAccount,
  log: number,
): ChildProcess {
  return spawn('/bin/sh', ['-c', GUARDIAN, 'isomix-postgres', ...account.prefix, ...command], {
    stdio: ['pipe', log, log],
    detached: true,
    uid: account.uid,
    gid: account.gid,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
}

/** Asks for a fast shutdown of a server that spawnGuarded started. */
export function stopGuarded(guardian: ChildProcess): void {
  guardian.stdin?.end('stop\n');
}
