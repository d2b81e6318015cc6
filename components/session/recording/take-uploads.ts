// Takes on their way to the studio: sent when there is a connection, put on their track, and only then deleted here.

import { ApiError, errorMessage } from '../../api/problem';
import { sendSource } from '../../api/upload';
import type { StoredTake, TakeNote, TakeOwner } from '../../recorder/messages';
import type { TakeStore } from '../../recorder/page/take-store';
import { Store } from '../../ui/store';
import { takeLength } from './take-place';
import type { ClipTarget } from './take-target';

export interface PendingTake extends StoredTake {
  /** unfinished: the page was closed while it was recorded, and the person decides what becomes of it. */
  readonly state: 'unfinished' | 'waiting' | 'sending' | 'failed';
  /** Of the upload, 0 to 1 */
  readonly fraction: number;
  /** Why it was refused; null while it may still pass. */
  readonly problem: string | null;
}

/** What of the store uploads need. */
export type StoredTakes = Pick<TakeStore, 'list' | 'note' | 'remove' | 'file' | 'isSupported'>;

const RETRY_MS = 5_000;

/** Followed by why. */
const UNREADABLE = 'The recordings that this browser may keep from earlier cannot be read.';

/** Whether the same upload may succeed later without anybody doing something. */
const mayPass = (failure: unknown): boolean =>
  failure instanceof ApiError &&
  (failure.status === 0 || failure.status === 429 || failure.status >= 500) &&
  failure.status !== 507;

/** Another tab of this person has sent the take and removed it. */
const isGone = (failure: unknown): boolean =>
  failure instanceof DOMException && failure.name === 'NotFoundError';

export class TakeUploads {
  readonly pending = new Store<readonly PendingTake[]>([]);
  /** Why it is not known what an earlier page left; null when it is. */
  readonly problem = new Store<string | null>(null);
  readonly #owner: TakeOwner;
  readonly #store: StoredTakes;
  readonly #target: ClipTarget;
  readonly #sendTake: typeof sendSource;
  readonly #abort = new AbortController();
  #isRunning = false;

  /**
   * @param target puts the clip of an accepted take into the document, and resolves when that is saved
   * @param sendTake uploads it
   */
  constructor(owner: TakeOwner, store: StoredTakes, target: ClipTarget, sendTake = sendSource) {
    this.#owner = owner;
    this.#store = store;
    this.#target = target;
    this.#sendTake = sendTake;
    window.addEventListener('online', this.#run);
  }

  /** Reads what an earlier page left. */
  async load(): Promise<void> {
    this.problem.set(null);
    const takes = await this.#store.list(this.#owner).catch((cause: unknown) => {
      this.problem.set(this.#store.isSupported ? `${UNREADABLE} ${errorMessage(cause)}` : null);
      return [];
    });
    for (const take of takes) this.#put(take, take.note.length === null ? 'unfinished' : 'waiting');
    void this.#run();
  }

  /** Takes one that has ended. */
  add(take: StoredTake): void {
    this.#put(take, 'waiting');
    void this.#run();
  }

  /** Sends a take that was left unfinished, up to where it was kept; or one that was refused, again. */
  async send(id: string): Promise<void> {
    const take = this.pending.get().find(({ note }) => note.id === id);
    if (!take) return;
    const { note, frames } = take;
    const length = note.length ?? Math.max(1, takeLength(note, frames));
    const whole: TakeNote = { ...note, length };
    await this.#store.note(whole);
    this.#change(id, { note: whole, state: 'waiting', problem: null });
    void this.#run();
  }

  async discard(id: string): Promise<void> {
    await this.#store.remove(id);
    this.#drop(id);
  }

  /** The take as a file, for a person who wants to keep it elsewhere. */
  file(note: TakeNote): Promise<File> {
    return this.#store.file(note);
  }

  destroy(): void {
    window.removeEventListener('online', this.#run);
    this.#abort.abort();
  }

  readonly #run = async (): Promise<void> => {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let isDelayed = false;
    for (let next = this.#next(); next && !isDelayed && !this.#isClosed; next = this.#next()) {
      isDelayed = !(await this.#send(next));
    }
    this.#isRunning = false;
    if (isDelayed && !this.#isClosed) setTimeout(this.#run, RETRY_MS);
  };

  get #isClosed(): boolean {
    return this.#abort.signal.aborted;
  }

  #next(): PendingTake | undefined {
    return this.pending.get().find(({ state }) => state === 'waiting');
  }

  /** @returns false when it is to be tried again later */
  async #send({ note }: PendingTake): Promise<boolean> {
    const { id } = note;
    const onProgress = (fraction: number) => this.#change(id, { state: 'sending', fraction });
    onProgress(0);
    try {
      const file = await this.#store.file(note);
      const upload = { file, onProgress, signal: this.#abort.signal };
      const { stem } = await this.#sendTake(this.#owner.projectId, upload, 'clip');
      if (!(await this.#target(note, stem))) return this.#postpone(id);
      await this.#store.remove(id);
      this.#drop(id);
      return true;
    } catch (failure) {
      if (isGone(failure)) {
        this.#drop(id);
        return true;
      }
      if (this.#isClosed || mayPass(failure)) return this.#postpone(id);
      this.#change(id, { state: 'failed', problem: errorMessage(failure) });
      return true;
    }
  }

  #postpone(id: string): false {
    this.#change(id, { state: 'waiting', fraction: 0 });
    return false;
  }

  #put(take: StoredTake, state: PendingTake['state']): void {
    this.#drop(take.note.id);
    this.pending.set([...this.pending.get(), { ...take, state, fraction: 0, problem: null }]);
  }

  #change(id: string, change: Partial<PendingTake>): void {
    this.pending.set(this.pending.get().map((each) => (each.note.id === id ? { ...each, ...change } : each)));
  }

  #drop(id: string): void {
    this.pending.set(this.pending.get().filter(({ note }) => note.id !== id));
  }
}
