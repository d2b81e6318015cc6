// Lists and ends the sessions of a user.
import type { z } from 'zod';
import type { sessionListSchema } from '@/contract/http/credentials';
import { endSession, endSessions, listSessions } from '@/platform/accounts/sessions';
import type { CurrentUser } from '@/server/auth/session';
import { NotFoundError } from '@/server/errors';
import { deviceOf } from './device';

/** The session that a request came by; undefined for one with a token. */
export const currentSessionId = ({ credential }: CurrentUser): string | undefined =>
  credential.kind === 'session' ? credential.id : undefined;

/** The sessions that are not over, the one of this request first. */
export async function describeSessions(user: CurrentUser): Promise<z.input<typeof sessionListSchema>> {
  const current = currentSessionId(user);
  const sessions = (await listSessions(user.id)).map((session) => ({
    id: session.id,
    device: deviceOf(session.userAgent),
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: session.id === current,
  }));
  return { sessions: sessions.sort((a, b) => Number(b.current) - Number(a.current)) };
}

/** Ends one session of a person. @throws NotFoundError when it is none of theirs */
export async function endMySession(user: CurrentUser, id: string): Promise<void> {
  if (!(await endSession(user.id, id))) throw new NotFoundError('session');
}

/** Signs a person out of all their browsers, or of all but the one that asks. */
export async function endMySessions(user: CurrentUser, { keepCurrent }: { keepCurrent: boolean }) {
  await endSessions(user.id, keepCurrent ? currentSessionId(user) : undefined);
}
