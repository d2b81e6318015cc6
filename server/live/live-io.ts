// The sockets of live events, and the room of those who watch a project.
import type { Server, Socket } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents } from '@/document/wire/events';
import type { CurrentUser } from '@/server/auth/session';

interface SocketData {
  user: CurrentUser;
}
type NoEvents = Record<string, never>;
export type LiveIo = Server<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;

const PREFIX = 'project ';

/** The room of all who watch a project. */
export const roomOf = (projectId: string): string => `${PREFIX}${projectId}`;

/** The project that a room is of; null for a room of another kind, such as that of one socket. */
export const projectOfRoom = (room: string): string | null =>
  room.startsWith(PREFIX) ? room.slice(PREFIX.length) : null;
