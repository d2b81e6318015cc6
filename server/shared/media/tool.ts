// Starts FFmpeg, ffprobe and Rubber Band as child processes that cannot outlive, outgrow or outrun what they were started for.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { MediaToolError, ToolMissingError } from './errors';

export type ToolName = 'ffmpeg' | 'ffprobe' | 'rubberband';

export interface ToolOptions {
  readonly signal?: AbortSignal;
  /** Wall-clock limit; the child is killed when it is reached. */
  readonly timeoutMs?: number;
  /** Hears what the tool says of its progress. */
  readonly onStderr?: (text: string) => void;
}

export interface RunningTool {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /**
   * Settles when the child has ended: with its exit code and the end of what it complained about.
   * Rejects with the abort reason, with `ToolTimeoutError`, or with `MediaToolError` when it cannot start.
   */
  readonly ended: Promise<ToolOutcome>;
  kill(): void;
}

export interface ToolOutcome {
  readonly exitCode: number | null;
  readonly complaints: string;
}

export class ToolTimeoutError extends MediaToolError {}

const STDERR_KEPT = 2_000;
/**
 * Held against files made to exhaust a decoder: 2 GiB of data, an hour of CPU, few files, no core dump.
 * Address space stays free, because threads on a machine with many cores reserve far more than they use.
 */
const LIMITS = ['--data=2147483648', '--cpu=3600', '--nofile=256', '--core=0'];

/** `prlimit` with the limits, or nothing where it is missing or may not set them. */
function findLimiter(): readonly string[] {
  const limiter = ['prlimit', ...LIMITS];
  return spawnSync(limiter[0]!, [...LIMITS, 'true']).status === 0 ? limiter : [];
}

let limiter: readonly string[] | undefined;

const running = new Set<() => void>();
process.once('exit', () => {
  for (const kill of running) kill();
});

function start(tool: ToolName, args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable> {
  limiter ??= findLimiter();
  const [command, ...rest] = [...limiter, tool, ...args];
  return spawn(command!, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
}

/**
 * Starts a tool. The caller reads `stdout` to its end and awaits `ended`.
 * The child dies with the signal, the timeout, `kill` or this process.
 */
export function startTool(tool: ToolName, args: readonly string[], options: ToolOptions = {}): RunningTool {
  options.signal?.throwIfAborted();
  const child = start(tool, args);
  const kill = () => void child.kill('SIGKILL');
  running.add(kill);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-STDERR_KEPT);
    options.onStderr?.(text);
  });
  // A child that ends early breaks the pipe to it; its exit code and its complaints say why.
  child.stdin.on('error', () => {});
  const ended = new Promise<ToolOutcome>((resolve, reject) => {
    let reason: unknown = null;
    const stop = (why: unknown) => {
      reason = why;
      kill();
    };
    const onAbort = () => stop(options.signal?.reason);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = options.timeoutMs
      ? setTimeout(() => stop(new ToolTimeoutError(`${tool} took too long.`)), options.timeoutMs)
      : undefined;
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
      else if (exitCode === 127) reject(new ToolMissingError(`${tool} is not installed.`, complaints));
      else resolve({ exitCode, complaints: complaints.trim() });
    });
  });
  // Whoever awaits `ended` gets the rejection; somebody who is still reading stdout must not crash on it first.
  ended.catch(() => {});
  return { stdin: child.stdin, stdout: child.stdout, ended, kill };
}

/** Runs a tool that reads files and prints text. Resolves with all it printed. */
export async function runTool(
  tool: ToolName,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolOutcome & { printed: string }> {
  const child = startTool(tool, args, options);
  child.stdin.end();
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return { ...(await child.ended), printed };
}
