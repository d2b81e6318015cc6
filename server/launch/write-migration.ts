// `npm run migration -- name`: writes the SQL of what changed in prisma/schema.prisma as the next migration.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@/platform/database/embedded';
import { schemaChange } from '@/platform/database/schema-engine';
import { repositoryRoot } from '@/platform/repository-root';
import { nextMigrationNumber } from './migration-number';

const MIGRATIONS = 'prisma/migrations';
const SCHEMA = 'prisma/schema.prisma';

/** The schema that the committed migrations make: the one of the commit that last touched them. */
function migratedSchema(root: string): string | null {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  if (git('status', '--porcelain', MIGRATIONS) !== '') {
    throw new Error(`Commit ${MIGRATIONS} together with the schema first.`);
  }
  const commit = git('log', '-1', '--format=%H', '--', MIGRATIONS).trim();
  return commit === '' ? null : git('show', `${commit}:${SCHEMA}`);
}

/** Works the SQL out on a throw-away server; returns the path written, or null when nothing changed. */
async function writeMigration(name: string): Promise<string | null> {
  const root = repositoryRoot();
  const before = migratedSchema(root);
  const after = readFileSync(path.join(root, SCHEMA), 'utf8');
  if (before === after) return null;
  const directory = await mkdtemp(path.join(tmpdir(), 'isomix-migration-'));
  const server = await startEmbeddedPostgres({ directory, durable: false });
  try {
    const folder = path.join(root, MIGRATIONS);
    const earlier = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const number = nextMigrationNumber(earlier.map((entry) => entry.name));
    const target = path.join(folder, `${number}_${name}`);
    const sql = await schemaChange(server.url, before, after);
    mkdirSync(target);
    writeFileSync(path.join(target, 'migration.sql'), sql);
    return target;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration -- name_in_snake_case');
  process.exitCode = 1;
} else {
  const written = await writeMigration(name);
  console.log(written === null ? 'The migrations describe the schema already.' : `Wrote ${written}.`);
}
