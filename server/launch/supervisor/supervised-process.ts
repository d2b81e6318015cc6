// One supervised process: started, its output prefixed, restarted when it crashes, stopped on request.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { errorCode } from '@/platform/database/error-code';
import { logFormatOf } from '@/platform/log-settings';
import { Backoff } from './backoff';
import { eachLine, prefixLines } from './line-prefixer';

export interface ProcessPlan {
  /** Its name in the log. */
  readonly name: string;
  /** The bundle to run, an absolute path. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long it gets to finish what it is doing, beyond the time that stopping itself takes. */
  readonly graceMs?: number;
  /** Its niceness, 0 to 19. */
  readonly niceness?: number;
}

const NAME_WIDTH = 'separation'.length;
/** How a process ends that was asked to. */
const ORDERLY = 'exit code 0';
/** A worker requeues its job, and the web server shuts down, within this time. */
const STOP_GRACE_MS = 10_000;

export class SupervisedProcess {
  #child: ChildProcess | undefined;
  #stopping = false;
  #ended: Promise<void> = Promise.resolve();
  readonly #wake = new AbortController();
  readonly #print: (line: string) => void;

  constructor(
    readonly plan: ProcessPlan,
    print: (line: string) => void,
  ) {
    this.#print = print;
  }

  get name(): string {
    return this.plan.name;
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process and keeps it running until stop(). `onStart` is called for every start. */
  start(onStart: () => void): void {
    this.#ended = this.#keepRunning(onStart);
  }

  async #keepRunning(onStart: () => void): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopping) {
      const started = Date.now();
      const how = await this.#runOnce(onStart);
      if (this.#stopping) return;
      const wait = backoff.next(Date.now() - started, how === ORDERLY);
      this.#print(`The ${this.name} process ended (${how}); it starts again in ${wait / 1000} s.`);
      await sleep(wait, undefined, { signal: this.#wake.signal }).catch((error: unknown) => {
        if (errorCode(error) !== 'ABORT_ERR') throw error;
      });
    }
  }

  /** Runs the process to its end; says how it ended. */
  async #runOnce(onStart: () => void): Promise<string> {
    const { program, env } = this.plan;
    const guard = pathToFileURL(path.join(path.dirname(program), 'orphan-guard.js')).href;
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', guard, program], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches the supervisor alone, which stops the processes in order.
      detached: true,
      env: { ...process.env, ...env, ISOMIX_SUPERVISOR: String(process.pid) },
    });
    this.#child = child;
    const { niceness = 0 } = this.plan;
    // What it starts inherits it. Windows knows classes of priority instead of such numbers.
    if (child.pid !== undefined && niceness > 0 && process.platform !== 'win32')
      setPriority(child.pid, Math.min(19, getPriority() + niceness));
    this.#printLines(child.stdout, (line) => console.log(line));
    this.#printLines(child.stderr, (line) => console.error(line));
    onStart();
    const [code, signal] = await once(child, 'exit');
    this.#child = undefined;
    endGroup(child.pid);
    return signal === null ? `exit code ${code}` : String(signal);
  }

  #printLines(stream: Readable | null, print: (line: string) => void): void {
    if (!stream) return;
    // Each line of JSON is an entry that names its role itself.
    if (logFormatOf(process.env) === 'json') eachLine(stream, print);
    else prefixLines(this.name, NAME_WIDTH, stream, print);
  }

  /** Asks the process to stop, waits, and ends it and what it started by force when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake.abort();
    this.#child?.kill('SIGTERM');
    const late = setTimeout(
      () => {
        this.#print(`The ${this.name} process did not stop in time and is ended.`);
        endGroup(this.#child?.pid);
      },
      STOP_GRACE_MS + (this.plan.graceMs ?? 0),
    );
    await this.#ended;
    clearTimeout(late);
  }
}

/** Ends whatever is left of the group that a process led. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
