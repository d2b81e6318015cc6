// Tasks that go well, fail and end in every way, for the tests of processes and threads.
import { defineTask, type TaskProgram } from '../define-task';

export const TEST_PROGRAM: TaskProgram = {
  bundle: 'test-program',
  source: 'workers/runtime/compute/testing/test-program.ts',
};

/** Gives its input back. */
export const echoTask = defineTask<unknown, unknown>(TEST_PROGRAM, 'echo');
/** Reports numbers in order, and one after it has answered. */
export const countTask = defineTask<number, string, number>(TEST_PROGRAM, 'count');
/** Throws a user-facing error, a defect, or the error of a system call on a full disk. */
export const failTask = defineTask<'user' | 'defect' | 'disk' | 'no error', never>(TEST_PROGRAM, 'fail');
/** Ends its program without an answer. */
export const endTask = defineTask<'exit' | 'crash' | 'kill', never>(TEST_PROGRAM, 'end');
/** Waits until it is cancelled, and writes to the file then; reports when it waits. */
export const waitTask = defineTask<string, never>(TEST_PROGRAM, 'wait');
/** Computes for ever and reads no messages; reports when it begins. */
export const spinTask = defineTask<null, never>(TEST_PROGRAM, 'spin');
/** Gives the names of its environment. */
export const environmentTask = defineTask<null, string[]>(TEST_PROGRAM, 'environment');
/** Finds a file damaged. */
export const damagedTask = defineTask<string, null>(TEST_PROGRAM, 'damaged');
/** Served by nobody. */
export const unknownTask = defineTask<null, never>(TEST_PROGRAM, 'unknown');
