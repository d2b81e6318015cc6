// Gives the memory of a buffer back at once instead of when the garbage collector comes round.

/**
 * Frees buffers that have crossed threads or came from the network. Detaching them would not do: the browser keeps
 * such memory until its collector runs, and megabytes that no script owns do not hurry it. What waits in a channel
 * that closes is freed.
 */
export function release(buffers: readonly ArrayBufferLike[]): void {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(
    null,
    buffers.filter((buffer) => buffer instanceof ArrayBuffer),
  );
  port1.close();
  port2.close();
}
