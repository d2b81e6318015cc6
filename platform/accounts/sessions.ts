// Sessions: one row for each browser in which somebody is signed in, so that it can be ended from anywhere.
import { DAY_MS } from '@/contract/durations';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { studioNow } from '@/platform/database/clock';
import type { Prisma, Session, User } from '@/platform/database/generated/client';
import { SESSION_DAYS, SESSION_IDLE_DAYS, TOUCH_EVERY_MS } from './credential';

const MAX_USER_AGENT = 300;

const idleLimit = (now: Date): Date => new Date(now.getTime() - SESSION_IDLE_DAYS * DAY_MS);

/** The sessions that are not over, as a condition. */
const isLive = (now: Date): Prisma.SessionWhereInput => ({
  expiresAt: { gt: now },
  lastSeenAt: { gt: idleLimit(now) },
});

/** Opens a session after a sign-in; returns its id, which the cookie carries. */
export async function startSession(userId: string, userAgent: string | null): Promise<string> {
  const now = await studioNow();
  const { id } = await getPrisma().session.create({
    data: {
      userId,
      createdAt: now,
      lastSeenAt: now,
      userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      expiresAt: new Date(now.getTime() + SESSION_DAYS * DAY_MS),
    },
  });
  return id;
}

/** The account of a session, or null when it was ended, has expired, or is not one of this account. */
export async function resolveSession(id: string, userId: string): Promise<User | null> {
  const prisma = getPrisma();
  const now = await studioNow();
  const session = await prisma.session.findFirst({
    where: { id, userId, ...isLive(now) },
    include: { user: true },
  });
  if (!session) return null;
  if (now.getTime() - session.lastSeenAt.getTime() > TOUCH_EVERY_MS) {
    await prisma.session.updateMany({ where: { id }, data: { lastSeenAt: now } });
  }
  return session.user;
}

/** The sessions of an account that are not over, the last used first. */
export async function listSessions(userId: string): Promise<Session[]> {
  const now = await studioNow();
  return getPrisma().session.findMany({
    where: { userId, ...isLive(now) },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
  });
}

async function end(where: Prisma.SessionWhereInput & { userId: string }): Promise<number> {
  return getPrisma().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where });
    // Open sockets close as soon as their servers have looked.
    if (count > 0) await publish({ type: 'access-ended', userId: where.userId }, tx);
    return count;
  });
}

/** Ends one session. Returns false when the account has no such session. */
export const endSession = async (userId: string, id: string): Promise<boolean> =>
  (await end({ userId, id })) > 0;

/** Ends all sessions of an account but `except`; returns how many. */
export const endSessions = (userId: string, except?: string): Promise<number> =>
  end({ userId, ...(except === undefined ? {} : { id: { not: except } }) });

/** Removes the rows of sessions that are over. */
export async function sweepSessions(now: Date): Promise<void> {
  await getPrisma().session.deleteMany({
    where: { OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: idleLimit(now) } }] },
  });
}
