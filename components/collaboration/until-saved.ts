// Waits until the server has on disk what this browser has edited.

import type { Readable } from '../ui/store';
import type { ConnectionState } from './connection-state';

const TIMEOUT_MS = 5_000;

/**
 * Resolves at once when everything is saved, else as soon as it is.
 * @throws Error with a message for the user after five seconds
 */
export function untilSaved(state: Readable<ConnectionState>, timeoutMs = TIMEOUT_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop();
      clearTimeout(timer);
    };
    const check = () => {
      const { link, synced, acknowledged } = state.get();
      if (link !== 'open' || !synced || !acknowledged) return;
      end();
      resolve();
    };
    const stop = state.subscribe(check);
    const timer = setTimeout(() => {
      end();
      reject(new Error('Your last edits are not saved yet. Try again when the connection is back.'));
    }, timeoutMs);
    check();
  });
}
