// What is known about a kind of job, in one place: its id, queue and shapes, who sees it, and when it is removed.
import type { z } from 'zod';
import type { VisibleJobName } from '@/contract/jobs';
import type { ContentIds } from './content-ids';

/** `separation` jobs want a GPU and run one at a time; `cpu` jobs run beside each other. */
export type QueueName = 'separation' | 'cpu';

/**
 * What members of a project receive when a job changes: an event of the job itself, an event of the set that it is a
 * step of, or that something is to be read again: the list of tracks or of imported sources, the beats of the song.
 */
export type ShownAs = 'job' | 'set' | 'tracks' | 'sources' | 'beats';

/** The rows that lead from a job to the projects in which it is shown. */
export interface Visibility<As extends ShownAs = ShownAs> {
  readonly as: As;
  /** What SQL selects from; its rows have a column `projectId`. */
  readonly from: string;
  /** Their column with the id of the job. */
  readonly jobColumn: string;
  /** Whether a job that failed is still shown to whoever opens the project. */
  readonly showsFailure?: boolean;
}

/** What a job stores under its own id. */
export type StoredOutput = { readonly folder: string } | { readonly object: string };

export type Retention =
  /** Its row and output go with the content that it is about. */
  | { readonly until: 'content-unused'; readonly ids: ContentIds; output(id: string): StoredOutput }
  /** Its row goes once it has ended and no row of this table has it as `jobId`; what it stores belongs to that row. */
  | { readonly until: 'unreferenced'; readonly table: string }
  /** Its row and output go with the style sound that it is about (platform/retention/libraries.ts). */
  | { readonly until: 'sound-unused' };

export interface JobDescriptor {
  readonly name: string;
  readonly queue: QueueName;
  readonly input: z.ZodType;
  /** What is there already while it runs, of a job whose result grows. */
  readonly partialResult?: z.ZodType;
  readonly result: z.ZodType;
  /** The id of the one job that does this; also the BullMQ job id, which allows no colon. */
  readonly idOf: (subject: never) => string;
  /** Empty for a job that is shown in no project. */
  readonly visibleTo: readonly Visibility[];
  readonly retention: Retention;
}

/** Only a kind of job that contract/jobs.ts names may be shown to browsers as itself. */
type OnlyVisible<Name> = Name extends VisibleJobName
  ? unknown
  : { readonly visibleTo: readonly Visibility<Exclude<ShownAs, 'job'>>[] };

/** Checks a descriptor and keeps its exact type. */
export const defineJob = <const Job extends JobDescriptor>(job: Job & OnlyVisible<Job['name']>): Job => job;
