// The secret of a studio whose machines share a database: kept there, so that all of them sign with the same one.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { readOrCreateSecret } from './secret';

const NAME = 'instance secret';

/** The first machine's own secret, where it has one already: sessions that it signed stay good. */
const candidate = (dataDir: string): string =>
  existsSync(path.join(dataDir, 'secret'))
    ? readOrCreateSecret(dataDir)
    : randomBytes(32).toString('base64url');

/**
 * Reads the secret that the database keeps; the first start puts one there. Whoever can read the database could write
 * sessions' accounts anyhow; operators who want the secret apart set NEXTAUTH_SECRET.
 * @param url of a database that has been migrated
 */
export async function sharedSecret(url: string, dataDir: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "Setting" ("name", "value", "updatedAt") VALUES ($1, to_jsonb($2::text), timezone('UTC', now()))
       ON CONFLICT ("name") DO NOTHING`,
      [NAME, candidate(dataDir)],
    );
    const { rows } = await client.query<{ value: string }>(
      'SELECT "value" FROM "Setting" WHERE "name" = $1',
      [NAME],
    );
    const secret = rows[0]?.value;
    if (!secret)
      throw new Error('The database does not keep the secret of this studio; set NEXTAUTH_SECRET.');
    return secret;
  } finally {
    await client.end();
  }
}
