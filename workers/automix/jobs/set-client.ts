// Has a task of a set done in the set process.
import { runTask } from '../../runtime/task-client';
import type { TaskOptions } from '../../runtime/task-protocol';
import type { AnswerTo, SetTask } from '../flow/set-tasks';

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './set-process.js' : './set-process.ts', import.meta.url);

/**
 * Does `task` in a process of its own.
 * @throws JobFailure with a sentence when the tracks are the reason, Error for a defect, the signal's reason when it
 *   is aborted
 */
export const runSetTask = <Task extends SetTask>(task: Task, options: TaskOptions): Promise<AnswerTo<Task>> =>
  runTask<Task, AnswerTo<Task>>(entry, task, options);
