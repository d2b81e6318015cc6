// The lifetime of a process of the studio: start, run until it is asked to stop, stop in order.
import { log } from './log';

/** The process exits after this long, and its grace period, even if the shutdown hangs. */
const FORCED_EXIT_MS = 8_000;

export interface ProcessLifetime {
  /** In log messages: "web server". */
  readonly name: string;
  /** How a parent process knows this one. */
  readonly kind: string;
  /** How long what is running may take to finish, in milliseconds; asked for when the process ends. */
  graceMs?(): number;
  /** Starts everything; returns a function that stops it, and resolves with false when it could not do so in order. */
  start(): Promise<() => Promise<boolean>>;
  /** Logs why `start` failed. */
  logFailedStart(error: unknown): void;
}

/**
 * Runs until SIGTERM, SIGINT, or the end of the parent that started this process with an IPC channel. Sends
 * `{type: 'ready', kind}` on that channel once everything has started. Exits with 0 after a shutdown in order, else 1.
 */
export async function runProcess(lifetime: ProcessLifetime): Promise<void> {
  const { name, kind } = lifetime;
  const starting = lifetime.start();
  let isEnding = false;
  const end = async (reason: string): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), FORCED_EXIT_MS + (lifetime.graceMs?.() ?? 0)).unref();
    log.warn(`The ${name} ends: ${reason}.`);
    try {
      const stop = await starting;
      process.exit((await stop()) ? 0 : 1);
    } catch (error) {
      log.error({ err: error }, `The ${name} could not end in order.`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
  process.on('disconnect', () => void end('its parent is gone'));
  try {
    await starting;
  } catch (error) {
    if (isEnding) return;
    lifetime.logFailedStart(error);
    process.exit(1);
  }
  if (process.connected) process.send?.({ type: 'ready', kind });
}
