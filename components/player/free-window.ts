// Gives the memory of evicted audio back at once instead of when the garbage collector comes round.
import type { DecodedWindow } from './window-store';

/**
 * Frees both channels. Detaching them would not do: the browser keeps what has crossed threads until its collector
 * runs, and megabytes that the script no longer owns do not hurry it. What waits in a closed channel is freed.
 */
export function freeWindow({ left, right }: DecodedWindow): void {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [left.buffer, right.buffer]);
  port1.close();
  port2.close();
}
