// How often somebody may write into chats.
import { RateLimiter } from '@/server/auth/rate-limit';

const shared = globalThis as typeof globalThis & { isomixChatLimit?: RateLimiter };

/** The counter of this process, by person. It hangs on globalThis because each route has its own copy of this file. */
export function chatLimit(): RateLimiter {
  shared.isomixChatLimit ??= new RateLimiter({
    limit: 30,
    windowMs: 30_000,
    sentence: 'You write faster than anybody can read. Wait a moment.',
  });
  return shared.isomixChatLimit;
}
