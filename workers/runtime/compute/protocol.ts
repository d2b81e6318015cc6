// The messages between a program that serves tasks and the process that asks for them.
import type { DamagedFile } from '@/platform/media/damage-channel';
import type { FailureDescription } from './failure';

/** Tasks are numbered, so that what belongs to one that has ended is recognised. */
export type ToProgram =
  | { readonly type: 'run'; readonly id: number; readonly task: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number };

export type FromProgram =
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'done'; readonly id: number; readonly output: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: FailureDescription }
  /** A file that was decoded there is damaged; whoever listens for that does so here. */
  | { readonly type: 'damaged'; readonly file: DamagedFile };
