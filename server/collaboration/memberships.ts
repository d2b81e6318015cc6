// The roles of people in projects as the database has them now.
import type { ProjectRole } from '@/document/wire/events';
import { getPool } from '@/server/shared/database/client';

export interface Membership {
  readonly projectId: string;
  readonly userId: string;
  readonly role: ProjectRole;
  /** A session with a lower number has been signed out. */
  readonly sessionEpoch: number;
}

/** The memberships among the pairs (`projectIds[i]`, `userIds[i]`). */
export async function readMemberships(
  projectIds: readonly string[],
  userIds: readonly string[],
): Promise<Membership[]> {
  const { rows } = await getPool().query<Membership>(
    `SELECT m."projectId", m."userId", m.role, u."sessionEpoch"
     FROM unnest($1::text[], $2::text[]) AS p(project_id, user_id)
     JOIN "Membership" m ON m."projectId" = p.project_id AND m."userId" = p.user_id
     JOIN "User" u ON u.id = m."userId"`,
    [projectIds, userIds],
  );
  return rows;
}

/** The role of a person, or null for somebody who is no member or was signed out. */
export async function readRole(
  projectId: string,
  user: { readonly id: string; readonly sessionEpoch: number },
): Promise<ProjectRole | null> {
  const [membership] = await readMemberships([projectId], [user.id]);
  return membership?.sessionEpoch === user.sessionEpoch ? membership.role : null;
}
