// Runs tasks in separate processes: isolated, reliably killed, never orphaned.
import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { repositoryRoot } from '@/platform/repository-root';
import { childEnvironment } from '../child-environment';
import type { Task, TaskProgram } from './define-task';
import { entryOf, isBundled } from './entry';
import { ProgramEndedError } from './failure';
import { jobErrorOf } from './job-error';
import { ProgramHost, type RunOptions } from './program-host';
import type { FromProgram, ToProgram } from './protocol';

const CANCEL_GRACE_MS = 2_500;
const STDERR_KEPT = 2_000;
/** The last output may arrive after the exit event, and grandchildren may keep the pipe open for long. */
const STDERR_WAIT_MS = 500;

export interface ProcessOptions {
  /** By default that of this process without its secrets. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Keeps what the process prints for the report of its end, instead of printing it. */
  readonly keepsStderr?: boolean;
}

function forkProgram(program: TaskProgram, { environment, keepsStderr }: ProcessOptions): ChildProcess {
  return fork(entryOf(program), [], {
    serialization: 'advanced',
    env: environment ?? childEnvironment(),
    // stdout belongs to the command line.
    stdio: ['ignore', 'ignore', keepsStderr ? 'pipe' : 'inherit', 'ipc'],
    ...(isBundled ? { execArgv: [] } : { execArgv: ['--import', 'tsx'], cwd: repositoryRoot() }),
  });
}

function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  return gone;
}

/** Waits for the end of a stream, though not for long. */
const endOf = (stream: Readable): Promise<unknown> =>
  finished(stream, { signal: AbortSignal.timeout(STDERR_WAIT_MS) }).catch(() => {});

/**
 * Starts a program in a process, which stays until it is killed or this process ends.
 * @param onEnd called when it is gone
 */
export function startProcess(
  program: TaskProgram,
  options: ProcessOptions = {},
  onEnd: () => void = () => {},
): ProgramHost {
  const child = forkProgram(program, options);
  const host = new ProgramHost({
    pid: child.pid,
    cancelGraceMs: CANCEL_GRACE_MS,
    post: (message: ToProgram) => void child.send(message),
    kill: () => killProcess(child),
  });
  let stderrTail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-STDERR_KEPT);
  });
  const killOnExit = () => void child.kill('SIGKILL');
  process.once('exit', killOnExit);
  child.on('message', (message) => host.receive(message as FromProgram));
  child.on('error', (error) => host.end(error));
  child.once('exit', async (code, signal) => {
    process.off('exit', killOnExit);
    onEnd();
    if (child.stderr) await endOf(child.stderr);
    host.end(new ProgramEndedError(program.bundle, signal ?? code, stderrTail));
  });
  return host;
}

/**
 * Runs one task in a process that is started for it, without blocking this one.
 * @throws JobFailure with a user message when the input is the reason, WorkerProblemError when this machine is,
 * TaskFailure or
 *   ProgramEndedError for a defect, the signal's reason when it is aborted
 */
export async function runInProcess<Input, Output, Progress>(
  task: Task<Input, Output, Progress>,
  input: Input,
  options: RunOptions<Progress> = {},
): Promise<Output> {
  options.signal?.throwIfAborted();
  const host = startProcess(task.program);
  try {
    return await host.run(task, input, options);
  } catch (error) {
    throw jobErrorOf(error);
  } finally {
    void host.kill();
  }
}
