// Stops a long command on request.
import { CommandError } from './command';

/**
 * Aborts when the person presses Ctrl-C or the process is asked to end.
 * @param message what the command then fails with
 */
export function signalOfInterruption(message: string): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new CommandError(message));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  return controller.signal;
}
