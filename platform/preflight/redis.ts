// Looks at Redis, where the queue runs on it: whether it answers, its version, and whether it may throw jobs away.
import { Redis } from 'ioredis';
import type { Env } from '@/platform/env';
import { unavailableOf } from '@/platform/unavailable';
import { type Check, type CheckResult, failed, fine, reasonOf, warning } from './check';

const OLDEST = [6, 2] as const;
const CONNECT_MS = 5_000;

function versionOf(info: string): { text: string; isOldEnough: boolean } {
  const text = /redis_version:(\S+)/.exec(info)?.[1] ?? '';
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return { text, isOldEnough: major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]) };
}

async function policyOf(redis: Redis): Promise<string | null> {
  try {
    const answer = await redis.config('GET', 'maxmemory-policy');
    return Array.isArray(answer) ? String(answer[1]) : null;
  } catch {
    // Hosted Redis often forbids CONFIG; then nothing is known of it.
    return null;
  }
}

async function check(redis: Redis): Promise<CheckResult[]> {
  await redis.connect();
  const { text, isOldEnough } = versionOf(await redis.info('server'));
  if (!isOldEnough)
    return [failed('redis', `Redis is ${text}; the queue needs ${OLDEST.join('.')} or newer.`)];
  const policy = await policyOf(redis);
  if (policy === null || policy === 'noeviction') return [fine('redis', `Redis ${text} answers.`)];
  return [
    warning('redis', `Redis may throw queued jobs away (maxmemory-policy ${policy}); set it to noeviction.`),
  ];
}

const SCHEME = /^rediss?:\/\//;

/** Nothing to look at without REDIS_URL. */
export function redisCheck({ REDIS_URL }: Env): Check {
  return {
    name: 'redis',
    async run() {
      if (!REDIS_URL) return [];
      if (!SCHEME.test(REDIS_URL) || !URL.canParse(REDIS_URL)) {
        return [failed('redis', 'REDIS_URL is no address of Redis; it begins with redis:// or rediss://.')];
      }
      const options = { lazyConnect: true, connectTimeout: CONNECT_MS, commandTimeout: CONNECT_MS };
      const redis = new Redis(REDIS_URL, { ...options, maxRetriesPerRequest: 0, retryStrategy: () => null });
      let lost: Error | undefined;
      redis.on('error', (error) => {
        lost = error;
      });
      try {
        return await check(redis);
      } catch (error) {
        const reason = lost ?? error;
        return [
          failed(
            'redis',
            `Redis does not answer (${reasonOf(reason)}).`,
            unavailableOf(reason, 'queue') !== null,
          ),
        ];
      } finally {
        redis.disconnect();
      }
    },
  };
}
