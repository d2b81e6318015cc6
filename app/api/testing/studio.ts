// A studio for route tests: a database, a folder for its data and a secret of its own, and people to use it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'next-auth/jwt';
import { createApiToken } from '@/platform/accounts/api-tokens';
import { startSession } from '@/platform/accounts/sessions';
import { closeBus } from '@/platform/bus';
import type { Plan, Role, User } from '@/platform/database/generated/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { closeQueues } from '@/platform/queue';
import { ensureStorageTie } from '@/platform/storage-tie/ensure';

const SECRET = 'a secret for tests alone, of a fitting length';

export interface Person extends User {
  /** Goes into `Authorization: Bearer` */
  readonly token: string;
}

export interface TestStudio {
  readonly database: TestDatabase;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** Opens a studio for the calling test file. Call it before anything reads the environment. */
export async function openTestStudio(): Promise<TestStudio> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'isomix-api-'));
  process.env.DATA_DIR = dataDir;
  process.env.NEXTAUTH_SECRET = SECRET;
  process.env.PUBLIC_URL = 'http://studio.example';
  const database = await openTestDatabase();
  // As every process does when it starts.
  await ensureStorageTie();
  return {
    database,
    dataDir,
    async close() {
      await closeBus();
      await closeQueues();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

let people = 0;

/** Somebody new, with an API token. No password, because hashing one takes its time. */
export async function newPerson({ database }: TestStudio, plan: Plan = 'free'): Promise<Person> {
  people += 1;
  const name = `Person ${people}`;
  const email = `person${people}@example.com`;
  const user = await database.prisma.user.create({ data: { name, email, plan } });
  return { ...user, token: await createApiToken(user.id, 'test') };
}

/** The Cookie header of a browser in which somebody is signed in; the token is cut into `chunks` cookies. */
export async function cookieOf(user: User, { chunks = 1, secret = SECRET } = {}): Promise<string> {
  const sessionId = await startSession(user.id, 'a browser of the tests');
  const token = await encode({ token: { userId: user.id, sessionId }, secret });
  const name = 'next-auth.session-token';
  if (chunks === 1) return `theme=dark; ${name}=${token}`;
  const size = Math.ceil(token.length / chunks);
  const parts = Array.from(
    { length: chunks },
    (_, i) => `${name}.${i}=${token.slice(i * size, (i + 1) * size)}`,
  );
  // Browsers promise no order.
  return parts.reverse().join('; ');
}

/** A project that `owner` owns, with others in the roles given. */
export async function newProject(
  { database }: TestStudio,
  owner: User,
  others: readonly (readonly [User, Role])[] = [],
): Promise<string> {
  const memberships = [[owner, 'owner'] as const, ...others].map(([{ id: userId }, role]) => ({
    userId,
    role,
  }));
  const data = { name: 'A project', ownerId: owner.id, memberships: { create: memberships } };
  return (await database.prisma.project.create({ data })).id;
}
