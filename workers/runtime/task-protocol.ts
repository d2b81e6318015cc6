// What a worker and the process that does heavy work for it say to each other.

export type ToTaskProcess<Task> =
  | { readonly type: 'work'; readonly task: Task }
  | { readonly type: 'cancel' };

export type FromTaskProcess<Answer> =
  | { readonly type: 'progress'; readonly progress: number }
  | { readonly type: 'done'; readonly answer: Answer }
  /** `sentence` is for the person, null when the failure is a defect; `fault` is for the log. */
  | { readonly type: 'failed'; readonly sentence: string | null; readonly fault: string };

export interface TaskOptions {
  readonly signal: AbortSignal;
  /** Called with 0 to 1. */
  readonly onProgress: (progress: number) => void;
}
