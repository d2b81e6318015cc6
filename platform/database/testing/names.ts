// What the test server and the tests agree on: the template's name and how to reach other databases of a server.
import pg from 'pg';

/** The database in the shared server that has every table and no row. */
export const TEMPLATE_DATABASE = 'isomix_template';

/** The connection string of another database on the same server. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs one statement on the server's maintenance database. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabaseName(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
