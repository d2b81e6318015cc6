// One browser tab's connection to a project: the shared document, its connection, its local copy, undo and
// presence.
import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { CommentAuthor } from '@/document/comment-edits';
import { createPersonalUndo, type PersonalUndo } from '@/document/undo';
import { MESSAGE_ACKNOWLEDGE, readAcknowledgement } from '@/document/wire/acknowledge';
import { clearPeersWhenLost } from '@/document/wire/clear-peers';
import { CHECK_INTERVAL_MS, watchConnection } from '@/document/wire/connection-watch';
import { CLOSE_CODES } from '@/document/wire/presence';
import { type Readable, Store } from '../ui/store';
import { BackOff } from './back-off';
import { type ConnectionState, INITIAL_CONNECTION } from './connection-state';
import { createAcknowledgeCounter } from './counting-socket';
import { createMixReader, type MixReader } from './mix-reader';
import { OfflineConflicts } from './offline-conflicts';
import { createPresenceReader, type PresenceReader } from './presence-reader';
import { createThreadReader, type ThreadReader } from './thread-reader';

export class ProjectConnection {
  readonly doc = new Y.Doc();
  /** The transaction origin of this tab's edits: what its undo takes back. */
  readonly origin = Symbol('this tab');
  readonly undo: PersonalUndo;
  readonly reader: MixReader;
  readonly comments: ThreadReader;
  /** Writes comments under this person's name. */
  readonly author: CommentAuthor;
  readonly presence: PresenceReader;
  readonly conflicts: OfflineConflicts;
  readonly #state = new Store<ConnectionState>(INITIAL_CONNECTION);
  readonly #provider: WebsocketProvider;
  readonly #copy: IndexeddbPersistence;
  readonly #unwatch: () => void;
  readonly #backOff = new BackOff();
  #isDestroyed = false;

  /**
   * @param origin where the sockets are: `ws://host` or `wss://host`
   * @param userId the local copy belongs to this person: another one on the same machine never sees it
   */
  constructor(origin: string, projectId: string, userId: string) {
    this.undo = createPersonalUndo(this.doc, this.origin);
    this.conflicts = new OfflineConflicts(this.doc, this.origin);
    this.reader = createMixReader(this.doc);
    this.comments = createThreadReader(this.doc);
    this.author = { doc: this.doc, userId, origin: this.origin, now: Date.now };
    this.#copy = new IndexeddbPersistence(`isomix/${userId}/${projectId}`, this.doc);
    this.#copy.on('synced', () => this.#patch({ kept: true }));
    const counter = createAcknowledgeCounter(WebSocket, (acknowledged) => this.#patch({ acknowledged }));
    this.#provider = new WebsocketProvider(`${origin}/yjs`, projectId, this.doc, {
      WebSocketPolyfill: counter.Socket,
      // Tabs meet on the server only: edits that bypassed it would never be acknowledged.
      disableBc: true,
    });
    this.#provider.messageHandlers[MESSAGE_ACKNOWLEDGE] = (_encoder, decoder) =>
      counter.acknowledged(readAcknowledgement(decoder));
    clearPeersWhenLost(this.#provider);
    this.presence = createPresenceReader(this.#provider.awareness);
    this.#follow(this.#provider);
    const check = watchConnection(this.#provider);
    const timer = setInterval(() => check(Date.now()), CHECK_INTERVAL_MS);
    this.#unwatch = () => clearInterval(timer);
    window.addEventListener('offline', this.#redial);
  }

  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  /** Tries again after the server closed the connection for good; not before the state says that it may. */
  reconnect(): void {
    if (Date.now() < this.#state.get().mayReconnectAt) return;
    this.#patch({ link: 'connecting', closeCode: null, closeReason: null });
    this.#provider.connect();
  }

  /** Throws away this browser's copy, unsent edits included; reload the page afterwards. */
  async deleteLocalCopy(): Promise<void> {
    await this.#copy.clearData();
  }

  destroy(): void {
    this.#isDestroyed = true;
    window.removeEventListener('offline', this.#redial);
    this.#unwatch();
    this.presence.destroy();
    this.conflicts.destroy();
    this.reader.destroy();
    this.comments.destroy();
    this.undo.destroy();
    this.#provider.destroy();
    this.#copy.destroy();
    this.doc.destroy();
  }

  /** The watch takes seconds to find a dead line; the browser knows at once. */
  readonly #redial = (): void => {
    if (this.#state.get().link === 'closed') return;
    this.#provider.disconnect();
    this.#provider.connect();
  };

  #follow(provider: WebsocketProvider): void {
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#patch({ link: 'open' });
      else if (status === 'disconnected') this.#patch({ link: 'lost', synced: false });
    });
    provider.on('sync', (synced) => {
      if (synced) this.#backOff.opened(Date.now());
      this.#patch({ synced });
    });
    // A refused attempt leaves no `disconnected`, since it never was connected.
    provider.on('connection-close', () => this.#patch({ link: 'lost', synced: false }));
    provider.on('closed', ({ code, reason }) => {
      const now = Date.now();
      const mayReconnectAt = code === CLOSE_CODES.tooFast ? now + this.#backOff.refused(now) : 0;
      const closed = { closeCode: code, closeReason: reason || null, mayReconnectAt };
      this.#patch({ link: 'closed', synced: false, ...closed });
    });
  }

  #patch(change: Partial<ConnectionState>): void {
    if (this.#isDestroyed) return;
    this.#state.set({ ...this.#state.get(), ...change });
    this.conflicts.setConnection(this.#state.get());
  }
}
