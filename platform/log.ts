// The log of every process: levels, UTC timestamps, and the ids of what the code is working on, one line per entry.
import { AsyncLocalStorage } from 'node:async_hooks';
import pino from 'pino';
import pretty from 'pino-pretty';
import { logFormatOf, logLevelOf } from './log-settings';

/** Ids that stand on every line written while they apply. */
export interface LogContext {
  readonly requestId?: string;
  readonly userId?: string;
  readonly projectId?: string;
  readonly jobId?: string;
}

/*
 * Next bundles route handlers apart from the server, so a module variable would exist twice in one process; the
 * global object exists once.
 */
const globals = globalThis as typeof globalThis & { isomixLogContext?: AsyncLocalStorage<LogContext> };
globals.isomixLogContext ??= new AsyncLocalStorage<LogContext>();
const contexts = globals.isomixLogContext;

function destination(): pino.DestinationStream {
  if (logFormatOf(process.env) === 'json') return pino.destination({ fd: 2, sync: true });
  return pretty({
    destination: 2,
    sync: true,
    colorize: process.stderr.isTTY === true,
    translateTime: 'UTC:yyyy-mm-dd HH:MM:ss.l',
    ignore: 'pid,hostname,role',
    singleLine: true,
  });
}

/**
 * Writes to stderr: `log.info({ bytes }, 'Stored an upload.')`. An error goes under `err`.
 * LOG_LEVEL and LOG_FORMAT say how much, and in which form: see log-settings.ts.
 */
export const log = pino(
  {
    level: logLevelOf(process.env),
    base: { pid: process.pid, ...(process.env.ISOMIX_ROLE ? { role: process.env.ISOMIX_ROLE } : {}) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ ...contexts.getStore() }),
  },
  destination(),
);

/** Runs `work` with ids added to every log line that it, and all it awaits, writes. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...context }, work);
}

/** Adds ids, as they become known, to the context that applies here; outside of one it does nothing. */
export function addLogContext(ids: LogContext): void {
  const context = contexts.getStore();
  if (context) Object.assign(context, ids);
}

/** The ids that apply here. */
export const logContext = (): LogContext => contexts.getStore() ?? {};
