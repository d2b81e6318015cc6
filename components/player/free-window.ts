// Gives the memory of evicted audio back at once instead of when the garbage collector comes round.
/// <reference lib="es2024.arraybuffer" />
import type { DecodedWindow } from './window-store';

/** Frees both channels where the browser can; elsewhere they are garbage like anything else. */
export function freeWindow(window: DecodedWindow): void {
  for (const { buffer } of [window.left, window.right]) {
    if (buffer instanceof ArrayBuffer && typeof buffer.transfer === 'function') buffer.transfer(0);
  }
}
