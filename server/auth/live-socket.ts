// The sockets of socket.io, each with the user who was checked when it was opened.
import type { Server, Socket } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents } from '@/document/wire/events';
import type { CurrentUser } from './session';

interface SocketData {
  user: CurrentUser;
}
type NoEvents = Record<string, never>;
export type LiveIo = Server<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketData>;
