// API tokens: shown once, stored as a hash, accepted as `Authorization: Bearer`.
import { createHash, randomBytes } from 'node:crypto';
import { getPrisma } from '@/server/shared/database/client';
import type { User } from '@/server/shared/database/generated/client';

const PREFIX = 'isomix_';
const TOKEN = /^isomix_[A-Za-z0-9_-]{43}$/;
/** "Last used" is written at most this often, so that a busy script does not write a row per request. */
const TOUCH_EVERY_MS = 60_000;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Makes a token for an account. It carries 256 random bits, so a plain SHA-256 is enough to store it safely.
 * @param label what it is for, as the person reads it later
 * @returns the token; it cannot be shown again
 */
export async function createApiToken(userId: string, label: string): Promise<string> {
  const token = PREFIX + randomBytes(32).toString('base64url');
  await getPrisma().apiToken.create({ data: { userId, label, hash: hashOf(token) } });
  return token;
}

/** The account a token belongs to, or null when it is not one of ours. */
export async function resolveApiToken(token: string): Promise<User | null> {
  if (!TOKEN.test(token)) return null;
  const prisma = getPrisma();
  const found = await prisma.apiToken.findUnique({ where: { hash: hashOf(token) }, include: { user: true } });
  if (!found) return null;
  const now = Date.now();
  if (!found.lastUsedAt || now - found.lastUsedAt.getTime() > TOUCH_EVERY_MS) {
    await prisma.apiToken.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  }
  return found.user;
}
