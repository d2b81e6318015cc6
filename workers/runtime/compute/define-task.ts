// Tasks that run in a separate process or thread, declared once for the caller and the program that serves them.

/** A program that serves tasks, in a process or in a thread. */
export interface TaskProgram {
  /** Its name in dist/, without .js; server/launch/bundle-plan.mjs lists it. */
  readonly bundle: string;
  /** From the repository root; what runs in development and in tests. */
  readonly source: string;
}

export interface TaskOptions<Progress = number> {
  readonly signal: AbortSignal;
  /** Without a type of its own, progress is a share of the work, 0 to 1. */
  readonly onProgress: (progress: Progress) => void;
}

/** A kind of work: plain data in, plain data out. */
export interface Task<Input, Output, Progress = number> {
  readonly name: string;
  readonly program: TaskProgram;
  /** Carries the types; it has no value. */
  readonly types?: (input: Input, options: TaskOptions<Progress>) => Output;
}

/**
 * Declares a task.
 * @param program serves it
 * @param name unique within the program
 */
export const defineTask = <Input, Output, Progress = number>(
  program: TaskProgram,
  name: string,
): Task<Input, Output, Progress> => ({ name, program });

/** The handler of a task. */
export interface TaskHandler {
  readonly name: string;
  run(input: unknown, options: TaskOptions<unknown>): Promise<unknown>;
}

/** Binds a handler to a task; an exception of the handler fails the task. */
export const handle = <Input, Output, Progress>(
  { name }: Task<Input, Output, Progress>,
  run: (input: Input, options: TaskOptions<Progress>) => Promise<Output>,
): TaskHandler => ({ name, run: run as TaskHandler['run'] });
