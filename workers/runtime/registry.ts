// Which processor does which job, checked when a worker starts.

import type { z } from 'zod';
import type { Prisma } from '@/platform/database/generated/client';
import { ALL_JOBS } from '@/platform/jobs/all-jobs';
import type { JobDescriptor, QueueName } from '@/platform/jobs/define-job';
import { log } from '@/platform/log';
import type { JobContext, Processor } from './job-context';
import { JobFailure } from './job-failure';

/** Writes what follows from a result, in the transaction that writes the result. */
export type FollowUp = (tx: Prisma.TransactionClient, jobId: string) => Promise<void>;

export interface Registration {
  readonly job: JobDescriptor;
  /** Checks the input, runs the processor and checks its result. */
  readonly process: Processor<unknown, unknown>;
  readonly followUp: FollowUp | null;
}

export type Registry = ReadonlyMap<string, Registration>;

/** Binds a processor to the descriptor of the job it does. */
export function register<Job extends JobDescriptor>(
  job: Job,
  processor: Processor<z.output<Job['input']>, z.output<Job['result']>>,
  followUp: FollowUp | null = null,
): Registration {
  const process = async (context: JobContext<unknown>): Promise<unknown> => {
    const input = job.input.safeParse(context.input);
    if (!input.success) {
      log.error({ err: input.error }, `Job ${context.jobId} has an input that does not fit its descriptor.`);
      throw new JobFailure(
        'This job was written by another version of the studio; please start it again.',
        false,
      );
    }
    return job.result.parse(await processor({ ...context, input: input.data as z.output<Job['input']> }));
  };
  return { job, process, followUp };
}

/**
 * The processors of one queue by job name.
 * @throws Error when a job of the queue has no processor or two, or a processor belongs to another queue
 */
export function makeRegistry(
  queue: QueueName,
  registrations: readonly Registration[],
  jobs: readonly JobDescriptor[] = ALL_JOBS,
): Registry {
  const registry = new Map<string, Registration>();
  for (const registration of registrations) {
    const { name, queue: ownQueue } = registration.job;
    if (ownQueue !== queue)
      throw new Error(`The job ${name} belongs to the queue ${ownQueue}, not to ${queue}.`);
    if (registry.has(name)) throw new Error(`The job ${name} has two processors.`);
    registry.set(name, registration);
  }
  for (const { name, queue: ownQueue } of jobs) {
    if (ownQueue === queue && !registry.has(name)) throw new Error(`The job ${name} has no processor.`);
  }
  return registry;
}
