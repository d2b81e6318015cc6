// Has a style task done in the style process.
import { runTask } from '../runtime/task-client';
import type { TaskOptions } from '../runtime/task-protocol';
import type { AnswerTo, StyleTask } from './process-protocol';

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './style-process.js' : './style-process.ts', import.meta.url);

/**
 * Does `task`, leaving this process free.
 * @throws JobFailure with a sentence when the sound is the reason, Error for a defect, the signal's reason when it
 *   is aborted
 */
export const runStyleTask = <Task extends StyleTask>(
  task: Task,
  options: TaskOptions,
): Promise<AnswerTo<Task>> => runTask<Task, AnswerTo<Task>>(entry, task, options);
