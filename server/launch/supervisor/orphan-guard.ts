// Loaded before every process of the studio: when the supervisor is gone, the process and what it started end too.
import { isMainThread } from 'node:worker_threads';

/**
 * Grace period before the process is killed. Not the grace of an orderly stop: the database of a
 * studio goes with its supervisor, and the next start waits for this.
 */
const GRACE_MS = 8_000;

/** Each process leads a group of its own, with everything that it started in it. */
function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}

function supervisorGone(): void {
  // A process without a handler for the signal would end without ending its group.
  if (process.listenerCount('SIGTERM') === 0) endGroup();
  process.on('exit', endGroup);
  setTimeout(endGroup, GRACE_MS);
  process.kill(process.pid, 'SIGTERM');
}

// Processes that a worker starts inherit this file, but answer to their worker and not to the supervisor.
if (isMainThread && process.env.ISOMIX_SUPERVISOR === String(process.ppid)) {
  process.on('disconnect', supervisorGone);
  // Listening must not keep a process alive that has finished.
  process.channel?.unref();
}
