// Watches projects over socket.io: the jobs that run for them, what changes about them and what is said.
import { io, type Socket } from 'socket.io-client';
import {
  type ChangeEvent,
  type ChatEvent,
  type ClientToServerEvents,
  changeEventSchema,
  chatEventSchema,
  type JobEvent,
  jobEventSchema,
  type ProjectEvent,
  projectEventSchema,
  type ServerToClientEvents,
  type SetEvent,
  setEventSchema,
  watchReplySchema,
} from '@/document/wire/events';

export interface LiveListener {
  onJob?(event: JobEvent): void;
  onProject?(event: ProjectEvent): void;
  onChat?(event: ChatEvent): void;
  onChanged?(event: ChangeEvent): void;
  onSet?(event: SetEvent): void;
  /** After every (re)connection, when the server has taken the watch: what was missed must be read again. */
  onWatching?(): void;
  /** The server rejects the subscription, with its message. */
  onRefused?(message: string): void;
}

type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** Watches every project in `projectIds` over one socket until the returned function is called. */
export function watchProjects(projectIds: readonly string[], listener: LiveListener): () => void {
  const socket: LiveSocket = io({ path: '/socket.io', transports: ['websocket'] });
  const isWatched = new Set(projectIds);
  socket.on('connect', () => {
    for (const projectId of isWatched) {
      socket.emit('project:watch', { projectId }, (answer) => {
        const reply = watchReplySchema.safeParse(answer);
        if (reply.success && !reply.data.ok) listener.onRefused?.(reply.data.error);
        else if (reply.success) listener.onWatching?.();
      });
    }
  });
  socket.on('job', (message) => {
    const event = jobEventSchema.safeParse(message);
    if (event.success && isWatched.has(event.data.projectId)) listener.onJob?.(event.data);
  });
  socket.on('project', (message) => {
    const event = projectEventSchema.safeParse(message);
    if (event.success && isWatched.has(event.data.projectId)) listener.onProject?.(event.data);
  });
  socket.on('chat', (message) => {
    const event = chatEventSchema.safeParse(message);
    if (event.success && isWatched.has(event.data.projectId)) listener.onChat?.(event.data);
  });
  socket.on('news', (message) => {
    const event = changeEventSchema.safeParse(message);
    if (event.success && isWatched.has(event.data.projectId)) listener.onChanged?.(event.data);
  });
  socket.on('set', (message) => {
    const event = setEventSchema.safeParse(message);
    if (event.success && isWatched.has(event.data.projectId)) listener.onSet?.(event.data);
  });
  return () => void socket.disconnect();
}
