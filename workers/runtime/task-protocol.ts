// What a worker and the process that does heavy work for it say to each other.

import type { WorkerProblem } from './worker-problem';

export type ToTaskProcess<Task> =
  | { readonly type: 'work'; readonly task: Task }
  | { readonly type: 'cancel' };

export type FromTaskProcess<Answer> =
  | { readonly type: 'progress'; readonly progress: number }
  | { readonly type: 'done'; readonly answer: Answer }
  /**
   * `sentence` is for the person, null when the failure is a defect; `problem` is what is wrong with this machine, when
   * that is the reason; `fault` is for the log.
   */
  | {
      readonly type: 'failed';
      readonly sentence: string | null;
      readonly problem: WorkerProblem | null;
      readonly fault: string;
    };

export interface TaskOptions {
  readonly signal: AbortSignal;
  /** Called with 0 to 1. */
  readonly onProgress: (progress: number) => void;
}
