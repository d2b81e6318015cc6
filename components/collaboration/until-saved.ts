// Waits until the server has on disk what this browser has edited.

import type { Readable } from '../ui/store';
import type { ConnectionState } from './connection-state';

const PATIENCE_MS = 5_000;

/**
 * Resolves at once when everything is saved, else as soon as it is.
 * @throws Error with a sentence for the person after five seconds
 */
export function untilSaved(state: Readable<ConnectionState>, patienceMs = PATIENCE_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop();
      clearTimeout(timer);
    };
    const look = () => {
      const { link, synced, acknowledged } = state.get();
      if (link !== 'open' || !synced || !acknowledged) return;
      end();
      resolve();
    };
    const stop = state.subscribe(look);
    const timer = setTimeout(() => {
      end();
      reject(new Error('Your last edits are not saved yet. Try again when the connection is back.'));
    }, patienceMs);
    look();
  });
}
