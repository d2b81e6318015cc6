// The role that the studio works as: it owns the studio's database and has no power over the server.
import pg from 'pg';

/** The name of the database and of the server's superuser, who works only while the server starts. */
export const DATABASE = 'isomix';
export const SUPERUSER = 'isomix';
export const OWNER_ROLE = 'studio';

/**
 * Gives everything in the database that the superuser owns to the studio's role, as databases from before have it.
 * PostgreSQL's own REASSIGN OWNED refuses to touch what its first superuser owns.
 */
const CHANGE_OWNER = `
DO $$
DECLARE item record;
BEGIN
  FOR item IN SELECT nspname FROM pg_namespace
    WHERE nspowner = '${SUPERUSER}'::regrole AND nspname !~ '^(pg_|information_schema)' LOOP
    EXECUTE format('ALTER SCHEMA %I OWNER TO ${OWNER_ROLE}', item.nspname);
  END LOOP;
  -- A sequence that belongs to a column follows its table.
  FOR item IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relowner = '${SUPERUSER}'::regrole AND n.nspname !~ '^(pg_|information_schema)'
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND NOT (c.relkind = 'S' AND EXISTS (SELECT 1 FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))) LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO ${OWNER_ROLE}', item.name);
  END LOOP;
  FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proowner = '${SUPERUSER}'::regrole AND n.nspname !~ '^(pg_|information_schema)' LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO ${OWNER_ROLE}', item.name);
  END LOOP;
  FOR item IN SELECT t.oid::regtype AS name FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typowner = '${SUPERUSER}'::regrole AND n.nspname !~ '^(pg_|information_schema)'
      AND t.typtype IN ('e', 'd') LOOP
    EXECUTE format('ALTER TYPE %s OWNER TO ${OWNER_ROLE}', item.name);
  END LOOP;
END $$`;

async function withClient<T>(
  url: string,
  database: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url.replace(/[^/]*$/, database) });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the studio's role and database where they are missing, and the role the owner of all that is in it.
 * @param superuserUrl the superuser's connection string, of any database
 * @param password of the role; whoever has it is nobody on the server beyond this database
 * @throws the connection's error while the server is starting
 */
export async function ensureOwnerRole(superuserUrl: string, password: string): Promise<void> {
  await withClient(superuserUrl, 'postgres', async (client) => {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [OWNER_ROLE]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${OWNER_ROLE} LOGIN`);
    await client.query(`ALTER ROLE ${OWNER_ROLE} PASSWORD ${client.escapeLiteral(password)}`);
    const found = await client.query<{ isOwned: boolean }>(
      'SELECT datdba = $2::regrole AS "isOwned" FROM pg_database WHERE datname = $1',
      [DATABASE, OWNER_ROLE],
    );
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
    else if (found.rows[0]?.isOwned === false) {
      // The database itself comes last: an interrupted hand-over is begun again at the next start.
      await withClient(superuserUrl, DATABASE, (inside) => inside.query(CHANGE_OWNER));
      await client.query(`ALTER DATABASE ${DATABASE} OWNER TO ${OWNER_ROLE}`);
    }
  });
}
