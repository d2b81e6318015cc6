// Keeps the roles of open sockets in sync with the database: at once by events, and by a check every second.
import { readStandings } from './memberships';
import type { Room } from './room';

/**
 * Looks up everybody in `rooms` and lets what has changed take effect: people who were removed, or whose session or
 * token has ended, are sent off; others get the role they now have.
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
  const standings = await readStandings(open);
  for (const [index, { connection }] of open.entries()) {
    const standing = standings[index] ?? 'ended';
    if (standing === 'ended') connection.signOut();
    else if (standing === 'stranger') connection.revoke();
    else connection.setRole(standing);
  }
}
