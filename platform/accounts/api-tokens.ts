// API tokens: shown once, stored as a hash, accepted as `Authorization: Bearer` until they expire or are revoked.

import { createHash, randomBytes } from 'node:crypto';
import { DAY_MS } from '@/contract/durations';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { studioNow } from '@/platform/database/clock';
import { type ApiToken, TokenScope, type User } from '@/platform/database/generated/client';
import { TOUCH_EVERY_MS } from './credential';

const PREFIX = 'isomix_';
const TOKEN = /^isomix_[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export interface NewApiToken {
  /** What it is for, as the person reads it later */
  readonly label: string;
  /** Everything by default. Writing includes reading. */
  readonly scope?: TokenScope;
  /** How long it works; null, the default, until it is revoked */
  readonly days?: number | null;
}

/** What a token may do, as rows store it: to write without reading would be of no use. */
const scopesOf = (scope: TokenScope): TokenScope[] =>
  scope === TokenScope.write ? [TokenScope.read, TokenScope.write] : [TokenScope.read];

/**
 * Makes a token for an account. It carries 256 random bits, so a plain SHA-256 is enough to store it safely.
 * @returns its row, and the token itself, which cannot be shown again
 */
export async function issueApiToken(
  userId: string,
  { label, scope = TokenScope.write, days = null }: NewApiToken,
): Promise<{ row: ApiToken; token: string }> {
  const token = PREFIX + randomBytes(32).toString('base64url');
  const createdAt = await studioNow();
  const expiresAt = days === null ? null : new Date(createdAt.getTime() + days * DAY_MS);
  const data = { userId, label, scopes: scopesOf(scope), createdAt, expiresAt, hash: hashOf(token) };
  return { row: await getPrisma().apiToken.create({ data }), token };
}

/** Makes a token that may do everything until it is revoked, and returns it. */
export const createApiToken = async (userId: string, label: string): Promise<string> =>
  (await issueApiToken(userId, { label })).token;

/** The account and the row of a token, or null when it is not one of ours, has expired or was revoked. */
export async function resolveApiToken(
  token: string,
): Promise<{ readonly user: User; readonly row: ApiToken } | null> {
  if (!TOKEN.test(token)) return null;
  const prisma = getPrisma();
  const found = await prisma.apiToken.findUnique({ where: { hash: hashOf(token) }, include: { user: true } });
  const now = (await studioNow()).getTime();
  if (!found || (found.expiresAt && found.expiresAt.getTime() <= now)) return null;
  if (!found.lastUsedAt || now - found.lastUsedAt.getTime() > TOUCH_EVERY_MS) {
    await prisma.apiToken.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  }
  const { user, ...row } = found;
  return { user, row };
}

/** The tokens of an account, the newest first; those that have expired are among them until they are revoked. */
export function listApiTokens(userId: string): Promise<ApiToken[]> {
  return getPrisma().apiToken.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
}

/** Revokes all tokens of an account; sockets that they opened close. */
export async function revokeApiTokens(userId: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const { count } = await tx.apiToken.deleteMany({ where: { userId } });
    if (count > 0) await publish({ type: 'access-ended', userId }, tx);
  });
}

/** Revokes a token; sockets that it opened close. Returns false when the account has no such token. */
export async function revokeApiToken(userId: string, id: string): Promise<boolean> {
  return getPrisma().$transaction(async (tx) => {
    const { count } = await tx.apiToken.deleteMany({ where: { id, userId } });
    if (count > 0) await publish({ type: 'access-ended', userId }, tx);
    return count > 0;
  });
}
