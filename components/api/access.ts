// What lets somebody in: sessions, API tokens, the password.
import { z } from 'zod';
import { call, command } from './client';

const sessionSchema = z.object({
  id: z.string(),
  device: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

const scopeSchema = z.enum(['read', 'write']);
export type TokenScope = z.infer<typeof scopeSchema>;

const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  scopes: z.array(scopeSchema),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
});
export type ApiToken = z.infer<typeof tokenSchema>;

const part = (id: string): string => encodeURIComponent(id);

export const listSessions = async (): Promise<Session[]> =>
  (await call('/me/sessions', z.object({ sessions: z.array(sessionSchema) }))).sessions;

export const endSession = (id: string): Promise<void> =>
  command(`/me/sessions/${part(id)}`, { method: 'DELETE' });

/** Signs out every browser, this one included. */
export const endAllSessions = (): Promise<void> => command('/me/sessions', { method: 'DELETE' });

export const listTokens = async (): Promise<ApiToken[]> =>
  (await call('/me/tokens', z.object({ tokens: z.array(tokenSchema) }))).tokens;

export interface NewToken {
  readonly label: string;
  readonly scopes: readonly TokenScope[];
  /** Null for one that works until it is revoked */
  readonly expiresInDays: number | null;
}

/** Makes a token; the answer is the only place where it can be read. */
export const createToken = async ({ label, scopes, expiresInDays }: NewToken): Promise<string> =>
  (
    await call('/me/tokens', tokenSchema.extend({ token: z.string() }), {
      method: 'POST',
      body: { label, scopes, expires_in_days: expiresInDays },
    })
  ).token;

export const revokeToken = (id: string): Promise<void> =>
  command(`/me/tokens/${part(id)}`, { method: 'DELETE' });

export const changePassword = (current: string, next: string, revokesTokens: boolean): Promise<void> =>
  command('/me/password', {
    method: 'POST',
    body: { current_password: current, new_password: next, revoke_tokens: revokesTokens },
  });
