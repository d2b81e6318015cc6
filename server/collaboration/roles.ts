// Keeps the roles of open sockets equal to the database: at once when told, and by looking every second.
import type { Connection } from './connection';
import { type Membership, readMemberships } from './memberships';
import type { Room } from './room';

const keyOf = (projectId: string, userId: string): string => `${projectId} ${userId}`;

/**
 * Looks up everybody in `rooms` and lets what has changed take effect: removed people and people who signed out
 * everywhere are sent off, others get the role they now have.
 */
export async function applyRoles(rooms: readonly Room[]): Promise<void> {
  const open = rooms.flatMap(({ projectId, connections }) =>
    [...connections].map((connection) => ({ projectId, userId: connection.identity.userId, connection })),
  );
  if (open.length === 0) return;
  const memberships = await readMemberships(
    open.map(({ projectId }) => projectId),
    open.map(({ userId }) => userId),
  );
  const byKey = new Map(memberships.map((m) => [keyOf(m.projectId, m.userId), m]));
  for (const { projectId, userId, connection } of open)
    apply(connection, byKey.get(keyOf(projectId, userId)));
}

function apply(connection: Connection, membership: Membership | undefined): void {
  if (membership?.sessionEpoch === connection.sessionEpoch) connection.setRole(membership.role);
  else connection.revoke();
}
