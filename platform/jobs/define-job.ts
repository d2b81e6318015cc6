// What every job contract is made of: an id, a queue, and the shapes of its input and result.
import type { z } from 'zod';

/** `separation` jobs want a GPU and run one at a time; `cpu` jobs run beside each other. */
export type QueueName = 'separation' | 'cpu';

export interface JobContract<Input extends z.ZodType, Result extends z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly input: Input;
  readonly result: Result;
}

export function defineJob<Input extends z.ZodType, Result extends z.ZodType>(
  contract: JobContract<Input, Result>,
): JobContract<Input, Result> {
  return contract;
}
