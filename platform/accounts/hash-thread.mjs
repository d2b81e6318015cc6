// Computes scrypt keys in a thread of its own: crypto.scrypt would take libuv's threads, which file reads share.
// Plain JavaScript, because it is started by its path from bundled and unbundled programs alike.
import { scryptSync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** Who signs in waits a little longer on a busy machine, so that everybody else's requests do not. */
const NICENESS = 5;
// On Linux process 0 is the calling thread; on other systems it would be the whole process.
if (process.platform === 'linux') setPriority(0, NICENESS);

parentPort?.on(
  'message',
  (/** @type {import('./hash-thread-client').DeriveRequest} */ { id, password, salt, keyBytes, cost }) => {
    try {
      parentPort?.postMessage({ id, key: scryptSync(password, salt, keyBytes, cost) });
    } catch (error) {
      parentPort?.postMessage({ id, failure: String(error) });
    }
  },
);
