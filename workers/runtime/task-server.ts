// The other side of task-client.ts: does the one task that this process was started for.
import type { FromTaskProcess, TaskOptions, ToTaskProcess } from './task-protocol';
import { problemOf } from './worker-problem';

/** At most this often, so that telling costs nothing. */
const PROGRESS_EVERY_MS = 100;

/**
 * Serves one task and ends.
 * @param work does it; what it throws fails it
 * @param isTold whether the message of a failure is a sentence for the person
 */
export function serveTask<Task, Answer>(
  work: (task: Task, options: TaskOptions) => Promise<Answer>,
  isTold: (error: Error) => boolean,
): void {
  const cancel = new AbortController();
  const send = (message: FromTaskProcess<Answer>, then?: () => void) => process.send?.(message, then);
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: number) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    send({ type: 'progress', progress });
  };
  const failure = (error: unknown): FromTaskProcess<Answer> => {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const sentence = error instanceof Error && isTold(error) ? error.message : null;
    return { type: 'failed', sentence, problem: problemOf(error), fault };
  };
  const answer = async (task: Task): Promise<FromTaskProcess<Answer>> => {
    try {
      return { type: 'done', answer: await work(task, { signal: cancel.signal, onProgress }) };
    } catch (error) {
      return failure(error);
    }
  };
  process.on('message', async (message: ToTaskProcess<Task>) => {
    if (message.type === 'cancel') cancel.abort();
    else send(await answer(message.task), () => process.disconnect());
  });
  // The worker is gone, or has its answer; programs that this process started go with it.
  process.on('disconnect', () => process.exit());
}
