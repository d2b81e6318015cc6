// The serving side of tasks: a thread serves the thread that started it, a process its parent.
import { parentPort } from 'node:worker_threads';
import { onDamagedFile } from '@/platform/media/damage-channel';
import type { TaskHandler } from './define-task';
import { describeFailure, type FailureDescription, type UserFacingErrors } from './failure';
import type { FromProgram, ToProgram } from './protocol';

/** Minimum interval between progress messages, so that their cost is negligible. */
const PROGRESS_INTERVAL_MS = 100;

export interface ServeOptions {
  /** Error classes whose message is a user message. */
  readonly userFacing?: UserFacingErrors;
  /** In place of `userFacing`: describes what a task threw. */
  readonly describe?: (error: unknown) => FailureDescription;
  /** Progress that comes sooner after the last is left out; 0 passes all on. */
  readonly progressIntervalMs?: number;
  /** What a process does when its parent is gone; by default it exits, and programs that it started with it. */
  readonly onParentGone?: () => void;
}

function post(message: FromProgram): void {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

/** Passes on what comes at least `intervalMs` after the last; the first always. */
function throttled(intervalMs: number, report: (progress: unknown) => void): (progress: unknown) => void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - reportedAt < intervalMs) return;
    reportedAt = performance.now();
    report(progress);
  };
}

/** Serves tasks until the program is ended. */
export function serveTasks(handlers: readonly TaskHandler[], options: ServeOptions = {}): void {
  const { userFacing = [], progressIntervalMs = PROGRESS_INTERVAL_MS } = options;
  const failureOf = options.describe ?? ((error: unknown) => describeFailure(error, userFacing));
  const running = new Map<number, AbortController>();

  const answer = async ({ id, task, input }: Extract<ToProgram, { type: 'run' }>): Promise<FromProgram> => {
    const cancelling = new AbortController();
    running.set(id, cancelling);
    const onProgress = throttled(progressIntervalMs, (progress) => {
      if (running.has(id)) post({ type: 'progress', id, progress });
    });
    try {
      const handler = handlers.find(({ name }) => name === task);
      if (!handler) throw new Error(`This program does not serve the task ${task}.`);
      const output = await handler.run(input, { signal: cancelling.signal, onProgress });
      return { type: 'done', id, output };
    } catch (error) {
      return { type: 'failed', id, failure: failureOf(error) };
    } finally {
      running.delete(id);
    }
  };
  const onMessage = async (message: ToProgram) => {
    if (message.type === 'cancel') running.get(message.id)?.abort(new Error('The task was cancelled.'));
    else post(await answer(message));
  };

  onDamagedFile((file) => post({ type: 'damaged', file }));
  if (parentPort) parentPort.on('message', onMessage);
  else {
    process.on('message', onMessage);
    process.on('disconnect', options.onParentGone ?? (() => process.exit()));
  }
}
