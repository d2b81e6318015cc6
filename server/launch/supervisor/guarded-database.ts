// The embedded database under supervision: restarted on the same port when it crashes.
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/platform/database/embedded';
import { Backoff } from './backoff';

export interface GuardedDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the embedded database of a data folder and keeps it running until stop(). */
export async function guardDatabase(
  directory: string,
  print: (line: string) => void,
): Promise<GuardedDatabase> {
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ directory });
  const { url, port } = server;
  const backoff = new Backoff();
  let stopping = false;

  async function restart(livedMs: number): Promise<void> {
    const wait = backoff.next(livedMs);
    print(`The database ended; it starts again in ${wait / 1000} s.`);
    await sleep(wait);
    if (stopping) return;
    try {
      server = await startEmbeddedPostgres({ directory, port });
    } catch (error) {
      print(error instanceof Error ? error.message : String(error));
      await restart(0);
    }
  }

  const watching = (async () => {
    while (!stopping) {
      const started = Date.now();
      await server.exited;
      if (!stopping) await restart(Date.now() - started);
    }
  })();

  const stop = async () => {
    stopping = true;
    await server.stop();
    await watching;
    // A restart that was under way when we were asked to stop.
    await server.stop();
  };
  return { url, stop };
}
