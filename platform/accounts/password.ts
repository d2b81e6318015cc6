// Turns passwords into scrypt hashes that carry their own parameters, and checks them in constant time.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HashThread } from './hash-thread-client';

export interface ScryptCost {
  /** CPU and memory cost, a power of two */
  readonly N: number;
  /** Block size; memory is 128 x N x r bytes */
  readonly r: number;
  /** Passes over that memory */
  readonly p: number;
}

/** OWASP's 32 MiB setting: it stays affordable where several people sign in at once on a small machine. */
const PASSWORD_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** A hash from the database may ask for this much memory and no more. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

const shared = globalThis as typeof globalThis & { isomixHashThread?: HashThread };

/** The thread works through what it is given one by one; whoever takes passwords from the network limits how many wait. */
function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  // On globalThis, because each route is bundled with its own copy of this file.
  shared.isomixHashThread ??= new HashThread();
  const limited = { N: cost.N, r: cost.r, p: cost.p, maxmem: MAX_MEMORY_BYTES };
  // The same password must match however a keyboard composed its accents.
  const normalized = password.normalize('NFKC');
  return shared.isomixHashThread.derive({ password: normalized, salt, keyBytes: KEY_BYTES, cost: limited });
}

/**
 * Hashes a password with a fresh salt.
 * @returns `N$r$p$salt$hash`, salt and hash in base64url
 */
export async function hashPassword(password: string, cost: ScryptCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return [cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A stored hash that no password matches and that costs as much to check as a real one. */
export function decoyHash(): string {
  const { N, r, p } = PASSWORD_COST;
  const [salt, key] = [randomBytes(SALT_BYTES), randomBytes(KEY_BYTES)];
  return [N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether `password` is the one behind `stored`.
 * @throws Error when `stored` is not a hash that hashPassword made
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [N, r, p, salt, key, ...rest] = stored.split('$');
  if (!N || !r || !p || !salt || !key || rest.length > 0)
    throw new Error('A stored password hash is broken.');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
