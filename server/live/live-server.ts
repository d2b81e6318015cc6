// The live events of this process over socket.io: who watches which project, and what they are sent.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { type ChangeEvent, type WatchReply, watchRequestSchema } from '@/document/wire/events';
import { subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { projectsShowing } from '@/platform/job-projects';
import { jobView, listLiveJobs } from '@/platform/job-view';
import { isShownAs, jobNamed } from '@/platform/jobs/all-jobs';
import { log } from '@/platform/log';
import type { LiveIo, LiveSocket } from '@/server/auth/live-socket';
import { socketVisitor } from '@/server/auth/socket-visitor';
import { readMessage } from '@/server/chat/chat';
import { readRole } from '@/server/collaboration/memberships';
import { Gate } from '@/server/limits/gate';
import type { SocketLimits } from '@/server/limits/socket-limits';
import { knownFailure } from '@/server/problem';
import { RehearsalSockets } from '@/server/rehearsal/rehearsal-sockets';
import { JobAudience } from './job-audience';
import { jobEventsOf } from './job-events';
import { JobPacer } from './job-pacer';
import { roomOf } from './live-rooms';
import { liveSetsOf, setEventsOfJob } from './set-events';
import { sweepWatchers } from './sweep-watchers';

const MAX_MESSAGE_BYTES = 65_536;
/** A page watches one project, the list of projects all of them. */
const MAX_WATCHED = 500;
/** All roles are checked this often, in case bus messages were lost. */
const SWEEP_MS = 1_000;

/** The lists of a project whose changes are announced to all its pages. */
const CHANGES: ReadonlySet<ChangeEvent['of']> = new Set([
  'activity',
  'versions',
  'tracks',
  'sources',
  'sets',
]);

/** Of these, the ones that show the state of jobs. */
const LISTS_OF_JOBS = ['tracks', 'sources'] as const;

/** Looking up a project takes several queries: a flood of them is queued instead of occupying the connection pool. */
const LOOKUP_LIMITS = {
  atOnce: 4,
  atOncePerKey: 2,
  waiting: 8_000,
  waitingPerKey: 1_200,
  retryAfterS: 5,
  message: 'Too many projects are asked for at once; wait a moment.',
};

export class LiveServer {
  readonly #io: LiveIo;
  readonly #pacer = new JobPacer((jobId) => this.#emitJob(jobId));
  readonly #audience = new JobAudience((projectId) => this.#isWatched(projectId));
  readonly #lookups = new Gate(LOOKUP_LIMITS);
  readonly #rehearsal: RehearsalSockets;
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #limits: SocketLimits;

  /**
   * Upgrades come through handleUpgrade(). Sockets only: the requests of one long polling client would reach now
   * this, now another server process, none of which knows the others' clients.
   */
  constructor(server: HttpServer, limits: SocketLimits) {
    this.#limits = limits;
    this.#io = new Server({
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      transports: ['websocket'],
    });
    this.#rehearsal = new RehearsalSockets(this.#io);
    this.#io.attach(server, { path: '/socket.io', destroyUpgrade: false });
    this.#io.use((socket, next) => {
      socketVisitor(socket.request).then(
        (user) => {
          socket.data.user = user;
          next();
        },
        (error: unknown) => {
          log.error({ err: error }, 'A visitor of the live events could not be checked.');
          next(new Error('The studio cannot check who you are at the moment; it tries again.'));
        },
      );
    });
    this.#io.on('connection', (socket) => this.#onConnection(socket));
  }

  async start(): Promise<void> {
    this.#unsubscribe = await subscribe(
      (event) => this.#onEvent(event),
      () => this.#attempt(this.#sweep()),
    );
    this.#timer = setInterval(() => this.#attempt(this.#sweep()), SWEEP_MS);
    await this.#rehearsal.start();
  }

  /** Takes over a connection whose visitor has been checked. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#io.engine.handleUpgrade(request as Parameters<Server['engine']['handleUpgrade']>[0], socket, head);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#pacer.stop();
    this.#unsubscribe?.();
    await this.#rehearsal.stop();
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  #onConnection(socket: LiveSocket): void {
    // Before any handler: a flooding client is disconnected, and reconnects through the limits of the handshake.
    socket.use((_event, next) => {
      if (this.#limits.takeEvent(socket.data.user.id)) next();
      else socket.disconnect(true);
    });
    this.#rehearsal.serve(socket);
    socket.on('project:watch', (request, reply) => {
      // Nothing a browser sends is certain, not even that it wants an answer.
      const answer = typeof reply === 'function' ? reply : () => undefined;
      const subscribe = () => this.#watch(socket, request);
      this.#lookups.run(socket.data.user.id, undefined, subscribe).then(answer, (error: unknown) => {
        const failure = knownFailure(error);
        if (!failure) log.error({ err: error }, 'A project could not be watched.');
        answer({
          ok: false,
          error: failure?.message ?? 'The studio cannot show this project at the moment.',
        });
      });
    });
    socket.on('project:unwatch', (request) => {
      const parsed = watchRequestSchema.safeParse(request);
      if (parsed.success) void socket.leave(roomOf(parsed.data.projectId));
    });
  }

  async #watch(socket: LiveSocket, request: unknown): Promise<WatchReply> {
    const parsed = watchRequestSchema.safeParse(request);
    if (!parsed.success || !socket.connected) return { ok: false, error: 'There is no such project.' };
    const { projectId } = parsed.data;
    const { user } = socket.data;
    if (socket.rooms.size > MAX_WATCHED) return { ok: false, error: 'Too many projects are watched.' };
    // The room first: a change between the look and the joining would otherwise be missed.
    await socket.join(roomOf(projectId));
    const role = await readRole({ projectId, userId: user.id, credential: user.credential });
    if (!role) {
      await socket.leave(roomOf(projectId));
      return { ok: false, error: 'There is no such project.' };
    }
    for (const view of await listLiveJobs(projectId)) {
      for (const event of jobEventsOf(view)) if (event.projectId === projectId) socket.emit('job', event);
    }
    for (const event of await liveSetsOf(projectId)) socket.emit('set', event);
    return { ok: true };
  }

  #onEvent(event: BusEvent): void {
    if (event.type === 'job') this.#onJob(event);
    else if (event.type === 'membership') this.#attempt(this.#onMembership(event.projectId, event.userId));
    else if (event.type === 'access-ended') this.#attempt(this.#sweep());
    else if (event.type === 'project-deleted') this.#onDeleted(event.projectId);
    else if (event.type === 'renamed') this.#onRenamed(event.projectId);
    else if (event.type === 'chat') this.#attempt(this.#emitMessage(event.projectId, event.messageId));
    else if (CHANGES.has(event.type as ChangeEvent['of'])) {
      const { projectId, type } = event as Extract<BusEvent, { type: ChangeEvent['of'] }>;
      this.#emitChange(projectId, type);
    }
  }

  #onJob({ jobId, name, change }: Extract<BusEvent, { type: 'job' }>): void {
    if (jobNamed(name)?.visibleTo.length) this.#pacer.changed(jobId, change === 'state');
  }

  #isWatched(projectId: string): boolean {
    return this.#io.of('/').adapter.rooms.has(roomOf(projectId));
  }

  async #emitJob(jobId: string): Promise<void> {
    const asked = performance.now();
    if (!(await this.#audience.hasWatchers(jobId))) return;
    const view = await jobView(jobId, asked);
    if (!view) return;
    for (const event of jobEventsOf(view)) this.#io.to(roomOf(event.projectId)).emit('job', event);
    for (const event of isShownAs(view.name, 'set') ? await setEventsOfJob(jobId) : [])
      this.#io.to(roomOf(event.projectId)).emit('set', event);
    // Beats are there once the whole analysis is: until then nothing can be read.
    for (const of of view.state === 'done' ? [...LISTS_OF_JOBS, 'beats' as const] : LISTS_OF_JOBS)
      for (const projectId of await projectsShowing(jobId, view.name, of)) this.#emitChange(projectId, of);
  }

  async #emitMessage(projectId: string, messageId: number): Promise<void> {
    // Nobody here watches the project: then nobody needs the message either.
    if (!this.#isWatched(projectId)) return;
    const message = await readMessage(projectId, messageId);
    if (message) this.#io.to(roomOf(projectId)).emit('chat', { projectId, message });
  }

  #emitChange(projectId: string, of: ChangeEvent['of']): void {
    this.#io.to(roomOf(projectId)).emit('news', { projectId, of });
  }

  #onRenamed(projectId: string): void {
    this.#io.to(roomOf(projectId)).emit('project', { projectId, change: 'renamed' });
  }

  async #onMembership(projectId: string, userId: string): Promise<void> {
    await this.#sweep();
    const room = this.#io.in(roomOf(projectId));
    room.emit('project', { projectId, change: 'members' });
    const own = (await room.fetchSockets()).filter((socket) => socket.data.user.id === userId);
    for (const socket of own) {
      const role = await readRole({ projectId, userId, credential: socket.data.user.credential });
      if (role) socket.emit('project', { projectId, change: 'role', role });
    }
  }

  #onDeleted(projectId: string): void {
    const room = this.#io.in(roomOf(projectId));
    room.emit('project', { projectId, change: 'deleted' });
    room.socketsLeave(roomOf(projectId));
  }

  async #sweep(): Promise<void> {
    if (this.#isStopped) return;
    await sweepWatchers(this.#io);
    await this.#rehearsal.sweep();
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: unknown) => log.warn({ err: error }, 'Watchers could not be notified of a change.'));
  }
}
