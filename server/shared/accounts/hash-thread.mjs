// Computes scrypt keys in a thread of its own: crypto.scrypt would take libuv's threads, which file reads share.
// Plain JavaScript, because it is started by its path from bundled and unbundled programs alike.
import { scryptSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

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
