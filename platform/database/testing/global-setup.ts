// Vitest's global set-up: a broker that starts one PostgreSQL for the whole run when a test first asks for it.
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded';
import { migrateDatabase } from '../migrate';
import { OWNER_ROLE } from '../owner-role';
import { processCommand } from '../postgres-orphan';
import { administer, TEMPLATE_DATABASE, withDatabaseName } from './names';

const PREFIX = 'isomix-test-';

/** Removes the folders of runs that were killed; the number in their name is the process they belonged to. */
async function sweepEarlierRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.slice(PREFIX.length));
    if (!name.startsWith(PREFIX) || processCommand(pid) !== null) continue;
    await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

async function startServer(directory: string): Promise<EmbeddedPostgres> {
  await sweepEarlierRuns();
  const server = await startEmbeddedPostgres({ directory, durable: false });
  // Tests work as the ordinary role that the studio works as; here it also makes databases.
  await administer(server.superuserUrl, `ALTER ROLE ${OWNER_ROLE} CREATEDB`);
  await administer(server.url, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await migrateDatabase(withDatabaseName(server.url, TEMPLATE_DATABASE));
  return server;
}

/** Called by vitest before the first test; what it returns is called after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = path.join(tmpdir(), `${PREFIX}${process.pid}`);
  let starting: Promise<EmbeddedPostgres> | undefined;
  const broker = createServer((_request, response) => {
    starting ??= startServer(directory);
    starting.then(
      (server) => response.end(server.url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  broker.listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const address = broker.address();
  if (address === null || typeof address === 'string')
    throw new Error('The loopback interface gave no port.');
  project.provide('testPostgresBroker', `http://127.0.0.1:${address.port}`);
  return async () => {
    broker.closeAllConnections();
    broker.close();
    await (await starting)?.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
