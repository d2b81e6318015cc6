// The supervisor: starts the studio, keeps it running, and stops it when asked.
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { logFormatOf } from '@/platform/log-settings';
import { Studio } from './studio';

const PARENT_POLL_MS = 250;

/** One Ctrl-C arrives twice, from the terminal and from npm; only what comes later is a second key press. */
const SAME_REQUEST_MS = 1_500;

/** Calls `stop` on Ctrl-C and on termination, `kill` when asked again. */
function onSignals(stop: () => void, kill: () => void): void {
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      askedAt ??= Date.now();
      if (Date.now() - askedAt > SAME_REQUEST_MS) kill();
      stop();
    });
  }
  // npm takes the terminal's place: when it is killed, nobody can stop us with Ctrl-C any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => process.ppid !== parent && stop(), PARENT_POLL_MS).unref();
}

/** Lines for a person at a terminal; entries of the log where a collector reads what we print. */
const isJson = logFormatOf(process.env) === 'json';
const print = (line: string): void => (isJson ? log.info(line) : console.log(line));
const printError = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) log.fatal(message);
  else console.error(message);
};

async function supervise(): Promise<number> {
  const studio = new Studio(getEnv(), print);
  const asked = new AbortController();
  const stop = () => {
    if (!asked.signal.aborted) print('Stopping...');
    asked.abort();
  };
  onSignals(stop, () => {
    studio.kill();
    process.exit(1);
  });
  try {
    await studio.start(asked.signal);
    await new Promise((resolve) => asked.signal.addEventListener('abort', resolve));
    return 0;
  } catch (error) {
    if (asked.signal.aborted) return 0;
    printError(error);
    return 1;
  } finally {
    await studio.stop();
  }
}

// Output that nobody reads any more must not end the studio half-stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  process.exitCode = await supervise();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
process.exit();
