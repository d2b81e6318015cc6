// Removes watchers from projects to which they lost access, and closes sockets whose session has ended.
import type { LiveIo } from '@/server/auth/live-socket';
import { readAccess, readLiveCredentials } from '@/server/collaboration/memberships';
import { projectOfRoom } from './live-rooms';

/** Closes the sockets that were opened by a session or a token that has ended since. */
async function closeEnded(io: LiveIo): Promise<void> {
  const open = [...io.of('/').sockets.values()].map((socket) => ({
    socket,
    userId: socket.data.user.id,
    credential: socket.data.user.credential,
  }));
  if (open.length === 0) return;
  const live = await readLiveCredentials(open);
  for (const [index, { socket }] of open.entries()) if (!live[index]) socket.disconnect(true);
}

/**
 * Looks up everyone who watches something on this process; removed users are notified and leave the room at
 * once.
 */
export async function sweepWatchers(io: LiveIo): Promise<void> {
  await closeEnded(io);
  const watching = [...io.of('/').sockets.values()].flatMap((socket) =>
    [...socket.rooms].flatMap((room) => {
      const projectId = projectOfRoom(room);
      const { id: userId, credential } = socket.data.user;
      return projectId === null ? [] : [{ socket, room, projectId, userId, credential }];
    }),
  );
  if (watching.length === 0) return;
  const accesses = await readAccess(watching);
  for (const [index, { socket, room, projectId }] of watching.entries()) {
    if (accesses[index] !== 'stranger') continue;
    socket.emit('project', { projectId, change: 'removed' });
    await socket.leave(room);
  }
}
