// Starts FFmpeg, ffprobe and Rubber Band as child processes that cannot outlive, outgrow or outrun what they were
// started for.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { matchCopies } from '@/platform/error-copies';
import { MediaToolError, ToolMissingError } from './errors';
import { feed } from './feed';
import { isolate, type ToolRole } from './isolation';

export type ToolName = 'ffmpeg' | 'ffprobe' | 'rubberband';

export interface ToolOptions {
  readonly signal?: AbortSignal;
  /**
   * Wall-clock limit, ten minutes by default; the child is killed when it is reached. Null for a tool that is
   * read or fed at another's pace: its caller has a `WaitingLimit`.
   */
  readonly timeoutMs?: number | null;
  /** Processor time that the tool may take, in whole seconds, where that is known to be little; killed beyond it. */
  readonly cpuS?: number;
  /**
   * The one file that the tool reads and that somebody sent. The tool then runs isolated: it can open this file and
   * nothing else that is private, and write to its output alone. Without it the tool works on the studio's own files.
   */
  readonly input?: string;
  /** Receives the tool's progress output. */
  readonly onStderr?: (text: string) => void;
}

export interface RunningTool {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /**
   * Settles when the child has ended: with its exit code and the end of its error output.
   * Rejects with the abort reason, with `ToolTimeoutError`, or with `MediaToolError` when it cannot start.
   */
  readonly ended: Promise<ToolOutcome>;
  kill(): void;
  /** Kills the child; `ended` rejects with the reason. */
  fail(reason: unknown): void;
}

export interface ToolOutcome {
  readonly exitCode: number | null;
  readonly stderrTail: string;
}

export class ToolTimeoutError extends MediaToolError {
  static {
    matchCopies(ToolTimeoutError, 'ToolTimeoutError');
  }
}

const STDERR_KEPT = 2_000;
const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const MB = 2 ** 20;
/**
 * Protects against files made to exhaust a decoder: memory, CPU time, few open files, no core dump. Address
 * space stays unlimited, because threads on a machine with many cores reserve far more than they use. A
 * decoder of untrusted files writes into its pipe and needs no file at all.
 */
const LIMITS: Record<ToolRole, readonly string[]> = {
  untrusted: [`--data=${512 * MB}`, '--cpu=3600', '--nofile=64', '--core=0', '--fsize=0'],
  own: [`--data=${2048 * MB}`, '--cpu=14400', '--nofile=1024', '--core=0', `--fsize=${16_384 * MB}`],
};

/** Whether `prlimit` is there and may set the limits. */
const canLimit = (): boolean =>
  Object.values(LIMITS).every((limits) => spawnSync('prlimit', [...limits, 'true']).status === 0);

let limits: boolean | undefined;

/** The environment of a tool: without the secrets and addresses of the studio. */
function toolEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH, NODE_ENV } = process.env;
  return { PATH, LC_ALL: 'C', NODE_ENV, ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}) };
}

const running = new Set<() => void>();
process.once('exit', () => {
  for (const kill of running) kill();
});

type ToolProcess = ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };

function start(tool: ToolName, args: readonly string[], options: ToolOptions): ToolProcess {
  const { input = null, cpuS } = options;
  limits ??= canLimit();
  const isolated = isolate(args, input);
  // Of the same limit given twice, the last counts.
  const less = cpuS === undefined ? [] : [`--cpu=${cpuS}`];
  const limiter = limits ? ['prlimit', ...LIMITS[input === null ? 'own' : 'untrusted'], ...less] : [];
  const [command = tool, ...rest] = [...limiter, ...isolated.prefix, tool, ...isolated.args];
  const { descriptor } = isolated;
  try {
    return spawn(command, rest, {
      stdio: ['pipe', 'pipe', 'pipe', ...(descriptor === null ? [] : [descriptor])],
      env: toolEnvironment(),
    }) as ToolProcess;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Starts a tool. The caller reads `stdout` to its end and awaits `ended`.
 * The child dies with the signal, the timeout, `kill` or this process.
 */
export function startTool(tool: ToolName, args: readonly string[], options: ToolOptions = {}): RunningTool {
  options.signal?.throwIfAborted();
  const child = start(tool, args, options);
  const kill = () => void child.kill('SIGKILL');
  running.add(kill);
  let stderrTail = '';
  let reason: unknown = null;
  const fail = (why: unknown) => {
    reason ??= why;
    kill();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-STDERR_KEPT);
    options.onStderr?.(text);
  });
  // A child that ends early breaks the pipe to it; its exit code and its error output show why.
  child.stdin.on('error', () => {});
  const ended = new Promise<ToolOutcome>((resolve, reject) => {
    const onAbort = () => fail(options.signal?.reason);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    const late = () => fail(new ToolTimeoutError(`${tool} took too long.`));
    const timer = timeoutMs === null ? undefined : setTimeout(late, timeoutMs);
    const cleanUp = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      running.delete(kill);
    };
    child.once('error', (error) => {
      cleanUp();
      reject(new ToolMissingError(`${tool} cannot be started: is it installed?`, error.message));
    });
    child.once('close', (exitCode) => {
      cleanUp();
      if (reason !== null) reject(reason);
      else if (exitCode === 127) reject(new ToolMissingError(`${tool} is not installed.`, stderrTail));
      else resolve({ exitCode, stderrTail: stderrTail.trim() });
    });
  });
  // Whoever awaits `ended` gets the rejection; somebody who is still reading stdout must not crash on it first.
  ended.catch(() => {});
  return { stdin: child.stdin, stdout: child.stdout, ended, kill, fail };
}

/**
 * Runs a tool that reads files and prints text. Resolves with all it printed.
 * @param bytes what it is fed
 */
export async function runTool(
  tool: ToolName,
  args: readonly string[],
  options: ToolOptions = {},
  bytes: AsyncIterable<Buffer> | null = null,
): Promise<ToolOutcome & { printed: string }> {
  const child = startTool(tool, args, options);
  feed(child, bytes);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return { ...(await child.ended), printed };
}
