// The roles of people in projects as the database has them now.

import type { Role } from '@/contract/roles';
import { type Credential, isLiveCredential } from '@/platform/accounts/credential';
import { getPool } from '@/platform/database/client';

/** Somebody who is in a project by a session or a token. */
export interface Presence {
  readonly projectId: string;
  readonly userId: string;
  readonly credential: Credential;
}

/** What a credential makes of a role: by a token that may only read, everybody is a viewer. */
export const roleThrough = ({ mayWrite }: Credential, role: Role): Role => (mayWrite ? role : 'viewer');

/** A role, or why there is none: no member of the project (any more), or the session or token has ended. */
export type CurrentAccess = Role | 'stranger' | 'ended';

/** The current access of users to projects, in the order of the input. */
export async function readAccess(present: readonly Presence[]): Promise<CurrentAccess[]> {
  const { rows } = await getPool().query<{ place: number; role: Role | null }>(
    `SELECT p.place::int AS place, m.role
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       WITH ORDINALITY AS p(project_id, user_id, kind, credential_id, place)
     LEFT JOIN "Membership" m ON m."projectId" = p.project_id AND m."userId" = p.user_id
     WHERE ${isLiveCredential('p.kind', 'p.credential_id', 'p.user_id')}`,
    [
      present.map(({ projectId }) => projectId),
      present.map(({ userId }) => userId),
      present.map(({ credential }) => credential.kind),
      present.map(({ credential }) => credential.id),
    ],
  );
  const roles = new Map(rows.map(({ place, role }) => [place, role]));
  return present.map(({ credential }, index) => {
    const role = roles.get(index + 1);
    if (role === undefined) return 'ended';
    return role === null ? 'stranger' : roleThrough(credential, role);
  });
}

/** The role of one user, or null without access. */
export async function readRole(presence: Presence): Promise<Role | null> {
  const [access = 'ended'] = await readAccess([presence]);
  return access === 'ended' || access === 'stranger' ? null : access;
}

/** Which of these credentials are still valid, in the order of the input. */
export async function readLiveCredentials(
  given: readonly Pick<Presence, 'userId' | 'credential'>[],
): Promise<boolean[]> {
  const { rows } = await getPool().query<{ place: number }>(
    `SELECT p.place::int AS place
     FROM unnest($1::text[], $2::text[], $3::text[])
       WITH ORDINALITY AS p(user_id, kind, credential_id, place)
     WHERE ${isLiveCredential('p.kind', 'p.credential_id', 'p.user_id')}`,
    [
      given.map(({ userId }) => userId),
      given.map(({ credential }) => credential.kind),
      given.map(({ credential }) => credential.id),
    ],
  );
  const live = new Set(rows.map(({ place }) => place));
  return given.map((_, index) => live.has(index + 1));
}
