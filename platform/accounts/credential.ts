// What a request or a socket was let in by: a session in a browser, or an API token.
import { MINUTE_MS } from '@/contract/durations';

export interface Credential {
  readonly kind: 'session' | 'token';
  /** Of its row; without the row nobody is let in by it any more. */
  readonly id: string;
  /** False for a token that may only read. */
  readonly mayWrite: boolean;
}

/** When a credential was last used is written at most this often: a busy script must not write a row per request. */
export const TOUCH_EVERY_MS = MINUTE_MS;

/** A session is over when nobody has used it for this long. */
export const SESSION_IDLE_DAYS = 30;
/** And in any case this long after the sign-in. */
export const SESSION_DAYS = 90;

/**
 * Whether a credential still lets in, as a condition of SQL.
 * @param kind @param id @param userId expressions for the columns of the credential and its account
 */
export const isLiveCredential = (kind: string, id: string, userId: string): string => `(
  (${kind} = 'session' AND EXISTS (
    SELECT 1 FROM "Session" s WHERE s.id = ${id} AND s."userId" = ${userId}
      AND s."expiresAt" > (now() AT TIME ZONE 'utc')
      AND s."lastSeenAt" > (now() AT TIME ZONE 'utc') - interval '${SESSION_IDLE_DAYS} days'))
  OR (${kind} = 'token' AND EXISTS (
    SELECT 1 FROM "ApiToken" t WHERE t.id = ${id} AND t."userId" = ${userId}
      AND (t."expiresAt" IS NULL OR t."expiresAt" > (now() AT TIME ZONE 'utc')))))`;
