// How a long command hears that it should stop.
import { CommandError } from './command';

/**
 * Aborts when the person presses Ctrl-C or the process is asked to end.
 * @param sentence what the command then fails with
 */
export function signalOfInterruption(sentence: string): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new CommandError(sentence));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  return controller.signal;
}
