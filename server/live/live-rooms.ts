// The room of those who watch a project, among the sockets of live events.

const PREFIX = 'project ';

/** The room of all who watch a project. */
export const roomOf = (projectId: string): string => `${PREFIX}${projectId}`;

/** The project that a room is of; null for a room of another kind, such as that of one socket. */
export const projectOfRoom = (room: string): string | null =>
  room.startsWith(PREFIX) ? room.slice(PREFIX.length) : null;
