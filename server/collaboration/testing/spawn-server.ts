// For tests and benchmarks: starts a socket server as a child process, measures it and kills it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const readySchema = z.object({ port: z.number() });
const usageSchema = z.object({ rssMb: z.number(), cpuS: z.number() });
export type Usage = z.infer<typeof usageSchema>;

export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly port: number,
  ) {
    this.#child = child;
  }

  /**
   * @param program absolute path of a TypeScript program that says on which port it listens
   * @param core the only processor core that it may use, by `taskset`; any when absent
   */
  static async start(
    program: string,
    port: number,
    env: Readonly<Record<string, string>>,
    core?: number,
  ): Promise<ServerProcess> {
    const node = [process.execPath, '--expose-gc', '--import', 'tsx', program, String(port)];
    const [command, ...args] = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), ...node];
    const child = spawn(command as string, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`The server ended with code ${code} before it was ready.`);
    });
    const [message] = await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    return new ServerProcess(child, readySchema.parse(message).port);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Memory after a collection, and processor time so far. */
  usage(): Promise<Usage> {
    return this.#ask('usage');
  }

  /** Processor time of all its threads so far, in seconds; quick to ask for. */
  async processorS(): Promise<number> {
    return (await this.#ask('processor')).cpuS;
  }

  /** Asks the process to end. @returns its exit code, null when it had to be killed */
  async terminate(): Promise<number | null> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    return (await exit)[0] as number | null;
  }

  async #ask(wanted: 'usage' | 'processor'): Promise<Usage> {
    const answer = once(this.#child, 'message');
    this.#child.send(wanted);
    return usageSchema.parse((await answer)[0]);
  }

  /** Kills the process. */
  async kill(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}

/**
 * The studio's own sockets on `port` (0: any), on one processor core when it is given.
 * @param limits `real` ones, or such as one person who makes the load of many does not meet
 */
export const startStudioProcess = (
  databaseUrl: string,
  port = 0,
  core?: number,
  limits: 'real' | 'generous' = 'generous',
): Promise<ServerProcess> => {
  const program = fileURLToPath(new URL('./server-process.ts', import.meta.url));
  // The tests sign nobody in with the secret; the server only insists on having one.
  const NEXTAUTH_SECRET = 'a secret that nothing here uses, of a fitting length';
  return ServerProcess.start(
    program,
    port,
    { DATABASE_URL: databaseUrl, NEXTAUTH_SECRET, TEST_SOCKET_LIMITS: limits },
    core,
  );
};
