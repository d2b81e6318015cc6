// Silence of the database: what one connection finds out, the others of this process check at once.

/*
 * A failover or a firewall that drops its state silences all connections together. Without this, each of them would
 * cost whoever uses it next a deadline of its own. Next bundles route handlers apart from the server, so the
 * handlers hang on the global object, which exists once.
 */
const globals = globalThis as typeof globalThis & { isomixSilence?: Set<() => void> };

/**
 * Calls `handler` whenever a connection to the database has gone silent.
 * @returns the function that ends that
 */
export function onSilence(handler: () => void): () => void {
  globals.isomixSilence ??= new Set();
  const handlers = globals.isomixSilence;
  handlers.add(handler);
  return () => {
    handlers.delete(handler);
  };
}

/** Reports that a connection did not answer in time. Handlers must not throw. */
export function reportSilence(): void {
  for (const handler of globals.isomixSilence ?? []) handler();
}
