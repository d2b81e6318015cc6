// Sends watchers away from projects that they may not see any more.

import { readMemberships } from '@/server/collaboration/memberships';
import type { LiveIo } from './live-server';

const PREFIX = 'project ';

/** Looks up everybody who watches something on this process; people removed are told and leave the room at once. */
export async function sweepWatchers(io: LiveIo): Promise<void> {
  const watching = [...io.of('/').sockets.values()].flatMap((socket) =>
    [...socket.rooms]
      .filter((room) => room.startsWith(PREFIX))
      .map((room) => ({ socket, room, projectId: room.slice(PREFIX.length), user: socket.data.user })),
  );
  if (watching.length === 0) return;
  const memberships = await readMemberships(
    watching.map(({ projectId }) => projectId),
    watching.map(({ user }) => user.id),
  );
  const allowed = new Set(memberships.map((m) => `${m.projectId} ${m.userId} ${m.sessionEpoch}`));
  for (const { socket, room, projectId, user } of watching) {
    if (allowed.has(`${projectId} ${user.id} ${user.sessionEpoch}`)) continue;
    socket.emit('project', { projectId, change: 'removed' });
    await socket.leave(room);
  }
}
