// Keeps the roles of open sockets in sync with the database: at once by events, and by a check every second.
import { readAccess } from './memberships';
import type { Room } from './room';

/**
 * Looks up everybody in `rooms` and lets what has changed take effect: people who were removed, or whose session or
 * token has ended, are disconnected; others get their current role.
 */
export async function applyRoles(rooms: readonly Room[]): Promise<void> {
  const open = rooms.flatMap(({ projectId, connections }) =>
    [...connections].map((connection) => ({
      projectId,
      userId: connection.identity.userId,
      credential: connection.credential,
      connection,
    })),
  );
  if (open.length === 0) return;
  const accesses = await readAccess(open);
  for (const [index, { connection }] of open.entries()) {
    const access = accesses[index] ?? 'ended';
    if (access === 'ended') connection.signOut();
    else if (access === 'stranger') connection.revoke();
    else connection.setRole(access);
  }
}
